import { parsePostgresUrl, written } from './postgres-url';
import { postgresUrlMistakes, type Role } from './postgres-url-mistakes';

const hostsOf = (url: string): string[] | undefined => parsePostgresUrl(url)?.hosts.map(written);

describe('an address of PostgreSQL', () => {
  it.each([
    ['postgres://u:p@h/d', ['h:5432']],
    ['postgresql://u:p@h:1/d', ['h:1']],
    ['postgres://u:p@a:1,b/d?target_session_attrs=primary', ['a:1', 'b:5432']],
    ['postgres://u:a,b%2Cc%40d@[::1]:1,[2001:db8::1]/d', ['[::1]:1', '[2001:db8::1]:5432']],
    ['postgres:///d', ['localhost:5432']],
    ['postgres://u@/d?host=/run/postgresql', ['/run/postgresql/.s.PGSQL.5432']],
    ['postgres://u@%2Frun%2Fpostgresql:6543/d', ['/run/postgresql/.s.PGSQL.6543']],
    ['postgres:///d?host=a,b&port=1,2', ['a:1', 'b:2']],
    ['postgres:///d?host=a,b&port=6543', ['a:6543', 'b:6543']],
  ])('%s names its hosts', (url, hosts) => {
    expect(hostsOf(url)).toEqual(hosts);
    expect(URL.canParse(parsePostgresUrl(url)?.ofFirstHost ?? '')).toBe(true);
  });

  it.each(['mysql://h/d', 'postgres:h', 'host=h dbname=d', 'postgres://h/d#x'])('%s is none', (url) => {
    expect(parsePostgresUrl(url)).toBeUndefined();
  });

  it.each<[string, Role]>([
    ['postgres://u:p@a,b/d?target_session_attrs=read-write', 'primary'],
    ['postgres://u:p@a/d?target_session_attrs=any', 'primary'],
    ['postgres://u:p@a,b/d', 'replica'],
    ['postgres://u:p@a,b/d?target_session_attrs=standby', 'replica'],
    ['postgres://u:p@a/d?sslmode=require', 'primary'],
    ['postgres://u:p@a/d?sslmode=verify-ca&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem', 'primary'],
    ['postgres://u:p@a/d?sslmode=verify-full&sslrootcert=system', 'primary'],
    ['postgres:///d?host=/run/postgresql&sslmode=disable', 'primary'],
    ['postgres://u:p@a/d?options=-c%20search_path%3Dclientele', 'primary'],
    ['postgres://u:p@a/d?sslmode=require&channel_binding=require', 'primary'],
    ['postgres://u:p@a/d?channel_binding=prefer&application_name=clients@example', 'replica'],
  ])('%s is taken as that of a %s', (url, role) => {
    expect(postgresUrlMistakes(url, role)).toEqual([]);
  });

  it.each<[string, Role, string]>([
    ['postgres://u:100%@h/d', 'primary', 'percent signs of user and password written as %25'],
    ['postgres://u:a/b@h/d', 'primary', 'written as %2F %3F %23 and %40'],
    ['postgres://u:a#b@h/d', 'primary', 'written as %2F %3F %23 and %40'],
    ['postgres://u:a?b@h/d', 'primary', 'written as %2F %3F %23 and %40'],
    ['postgres://u:a/b@h/d?application_name=x', 'primary', 'written as %2F %3F %23 and %40'],
    ['postgres://a,/d?target_session_attrs=primary', 'primary', 'a name and a port for each host'],
    ['postgres://a:99999/d', 'primary', 'a name and a port for each host'],
    ['postgres:///d?host=a,b,c&port=1,2&target_session_attrs=primary', 'primary', 'a name and a port for each host'],
    ['postgres://a/d?host=b', 'primary', 'name its hosts once'],
    ['postgres://a,b/d', 'primary', 'target_session_attrs=read-write with several hosts'],
    ['postgres://a/d?target_session_attrs=standby', 'primary', 'any, read-write, primary, or none; write read-write'],
    [
      'postgres://a/d?target_session_attrs=prefer-standby',
      'replica',
      'any, read-only, standby, or none; write read-only',
    ],
    ['postgres://a/d?sslmode=prefer', 'primary', 'fall back to clear text; write sslmode=require'],
    ['postgres://a/d?sslmode=no-verify', 'primary', 'libpq does not know; write sslmode=require'],
    ['postgres://a/d?sslmode=on', 'primary', 'unknown; write one of disable, require, verify-ca, verify-full'],
    ['postgres:///d?host=/run&sslmode=require', 'primary', 'sslmode with a unix socket'],
    ['postgres://a/d?sslrootcert=/ca.pem', 'primary', 'sslmode with sslrootcert; add sslmode=verify-full'],
    ['postgres://a/d?sslmode=verify-ca', 'primary', 'certificate authority in sslrootcert'],
    ['postgres://a/d?sslmode=require&sslrootcert=system', 'primary', 'sslmode=verify-full with sslrootcert=system'],
    ['postgres://a/d?sslmode=require&sslcert=/c.pem', 'primary', 'sslcert and sslkey together'],
    ['postgres://a/d?channel_binding=on', 'primary', 'channel_binding disable, prefer, require, or none'],
    ['postgres://a/d?channel_binding=require', 'primary', 'sslmode with channel_binding=require; add'],
    ['postgres://a/d?ssl=true', 'primary', 'not have the parameter ssl, which is not taken; write sslmode=verify-full'],
    ['postgres://a/d?keepalives=1', 'primary', 'not have the parameter keepalives, which is not taken; remove it'],
  ])('%s of a %s is refused: %s', (url, role, why) => {
    expect(postgresUrlMistakes(url, role)).toEqual([expect.stringContaining(why)]);
  });
});
