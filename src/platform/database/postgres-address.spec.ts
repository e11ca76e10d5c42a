import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresAddress } from './postgres-address';

describe('the address of a connection to PostgreSQL', () => {
  it('has user, password and name decoded, whatever stands in them', () => {
    const url = 'postgres://a%40b:100%25%2C%2F%3F%23%20x@h:1,[::1]/d?target_session_attrs=read-write';
    expect(postgresAddress(url)).toEqual({
      ...{ host: 'h', port: 1, user: 'a@b', password: '100%,/?# x', database: 'd', ssl: false, options: undefined },
      ...{ application_name: 'clientele', enableChannelBinding: false },
      choice: {
        hosts: [
          { host: 'h', port: 1 },
          { host: '::1', port: 5432 },
        ],
        readOnly: false,
      },
    });
  });

  it('is a unix socket', () => {
    const { host, port, user } = postgresAddress('postgres://u@/d?host=/run/postgresql&port=6543');
    expect({ host, port, user }).toEqual({ host: '/run/postgresql', port: 6543, user: 'u' });
  });

  it.each([
    ['sslmode=disable', false],
    ['sslmode=require', { rejectUnauthorized: false }],
    ['sslmode=verify-full', {}],
    ['sslmode=verify-full&sslrootcert=system', {}],
  ])('is encrypted as %s says', (parameters, ssl) => {
    expect(postgresAddress(`postgres://u:p@h/d?${parameters}`).ssl).toEqual(ssl);
  });

  it('has the name of the application and the binding of the channel that it names', () => {
    const url = 'postgres://u:p@h/d?sslmode=require&channel_binding=require&application_name=one%20node';
    expect(postgresAddress(url)).toMatchObject({
      ssl: { rejectUnauthorized: false },
      ...{ application_name: 'one node', enableChannelBinding: true },
    });
    expect(postgresAddress(url.replace('=require&app', '=prefer&app')).enableChannelBinding).toBe(true);
  });

  it('reads a file whose name begins with system', () => {
    expect(() => postgresAddress('postgres://u:p@h/d?sslmode=verify-full&sslrootcert=system-ca.pem')).toThrow(
      /cannot read system-ca.pem/,
    );
  });

  it('has the certificates that it names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-address-'));
    for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, name), name);
    const files = `sslrootcert=${folder}/ca&sslcert=${folder}/cert&sslkey=${folder}/key`;
    const full = postgresAddress(`postgres://u:p@h/d?sslmode=verify-full&${files}`).ssl;
    expect(full).toEqual({ ca: 'ca', cert: 'cert', key: 'key' });
    const { ssl } = postgresAddress(`postgres://u:p@h/d?sslmode=require&sslrootcert=${folder}/ca`);
    expect(ssl).toMatchObject({ ca: 'ca', checkServerIdentity: expect.any(Function) as unknown });
    rmSync(folder, { recursive: true });
    expect(() => postgresAddress(`postgres://u:p@h/d?sslmode=verify-full&${files}`)).toThrow(
      /cannot read .*cert \(ENOENT\)/,
    );
  });
});
