import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SECTIONS } from './environment';
import { exampleFile } from './environment-docs';
import { readEnvironment } from './read-environment';
import { StartFailure } from './start-failure';
import { Variable } from './variable';
import { text } from './kinds/basic';

type Texts = Readonly<Record<string, string>>;
const KEY = Buffer.alloc(32, 1).toString('base64');

/** The mistakes that a start would list. */
const mistakesIn = (texts: Texts): string[] => {
  try {
    readEnvironment(texts);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(StartFailure);
    const [title, ...mistakes] = (error as Error).message.split('\n');
    expect(title).toBe('The configuration is wrong:');
    return mistakes.map((line) => line.replace('  - ', ''));
  }
};

/** What any address of the server needs. */
const REACHABLE = { REGISTRAR_CLIENT_SECRET: 'not the default', TRUST_PROXY: '10.0.0.1' };

/** What production takes. */
const PRODUCTION = {
  NODE_ENV: 'production',
  REGISTRAR_CLIENT_SECRET: createHash('sha256').update('a secret').digest('base64'),
  SECRET_KEYS: `1:${createHash('sha256').update('a key').digest('base64')}`,
  ISSUER: 'https://as.example',
  TRUST_PROXY: '10.0.0.1',
};

/** The rows of the table under a heading of docs/STARTING.md. */
const documented = (heading: string): { set: Texts; printed: string }[] => {
  const [, section = ''] = readFileSync('docs/STARTING.md', 'utf8').split(`\n## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| (`.*`) +\| (.*?) +\|$/gm)].map(([, variables = '', printed = '']) => ({
    set: Object.fromEntries(
      [...variables.matchAll(/`([A-Z_]+)=([^`]*)`/g)].map(([, name = '', value = '']) => [name, value]),
    ),
    printed,
  }));
};

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      HOST: '127.0.0.1',
      ISSUER: 'http://localhost:3000',
      DATABASE_URL: 'sqlite:data/clientele.sqlite',
      MIGRATE_ON_START: true,
      REGISTRAR_CLIENT_ID: 'registerClient',
      REGISTRAR_CLIENT_SECRET: 'password',
      SCOPES: ['openid', 'profile', 'email', 'offline_access'],
      DEFAULT_SCOPES: [],
      GRANT_TYPES: ['client_credentials', 'authorization_code', 'refresh_token'],
      REGISTRATION_MODE: 'protected',
      RATE_LIMIT_REGISTER: 20,
      ACCESS_TOKEN_LIFETIME: 1800,
      SECRET_KEYS: [],
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty variable for one that is not set, and is frozen', () => {
    const environment = readEnvironment({ PORT: ' ', SCOPES: '', ISSUER: '' });
    expect(environment).toMatchObject({ PORT: 3000, ISSUER: 'http://localhost:3000' });
    expect(environment.SCOPES).toHaveLength(4);
    expect(Object.isFrozen(environment)).toBe(true);
  });

  it('derives the issuer from the port', () => {
    expect(readEnvironment({ PORT: '8080' }).ISSUER).toBe('http://localhost:8080');
  });

  it.each<[string, string[], string[]]>([
    ['PORT', ['0', '65535'], ['-1', '65536', '1.5', '1e3', '0x10', 'x']],
    ['USER_TOKEN_LIFETIME', ['1', '3600'], ['0', '3601']],
    ['MIGRATE_ON_START', ['true', 'false'], ['yes', '1', 'TRUE']],
    ['NODE_ENV', ['test'], ['prod', 'Production']],
    [
      'GRANT_TYPES',
      [
        'client_credentials',
        'implicit urn:ietf:params:oauth:grant-type:saml2-bearer',
        'https://login.example/grants/1',
      ],
      ['password', 'client_credentials x', 'urn:', 'a\\b:c', 'https://login.example/#grant', 'saml2-bearer'],
    ],
    [
      'ISSUER',
      ['https://as.example', 'https://as.example/t1', 'http://127.0.0.1:1', 'http://[::1]'],
      [
        ...['http://as.example', 'https://as.example/', 'https://as.example?x', 'https://as.example#x', 'as.example'],
        ...['ftp://as.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'],
      ],
    ],
    [
      'DATABASE_URL',
      ['sqlite::memory:', 'postgres://u:p@h/d', 'postgresql://u@h:1/d'],
      [...['sqlite:', 'mysql://h/d', 'x', 'postgres:h']],
    ],
    [
      'DISCOVERY_EXTRA',
      ['{}', '{"op_policy_uri":"https://a.example"}'],
      ['[]', '{', '{"a":null}', '{"a":[]}', '{"__proto__":1}'],
    ],
    ['CORS_HEADERS', ['X-Trace-Id', 'a, b c'], ['X:Y', 'X-Trace-Id "a"', 'é']],
    [
      'TRUST_PROXY',
      ['127.0.0.1', '10.0.0.0/8, ::1'],
      ['localhost', '10.0.0.0/33', 'true', '10.1', '10.0.0.0/', '::1/129'],
    ],
    ['SECRET_KEYS', [`1:${KEY}`, `2:${KEY} 1:${KEY}`], [KEY, '1:abc', `1:${KEY} 1:${KEY}`, `x:${KEY}`]],
  ])('%s takes what it says and nothing else', (name, good, bad) => {
    for (const value of good) expect([value, mistakesIn({ ...REACHABLE, [name]: value })]).toEqual([value, []]);
    for (const value of bad)
      expect([value, mistakesIn({ [name]: value })]).toEqual([value, [expect.stringMatching(`^${name} must be `)]]);
  });

  it('reports all mistakes at once, and no secret', () => {
    const mistakes = mistakesIn({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      SECRET_KEYS: 'my-secret',
      DATABASE_URL: 'x:my-secret',
    });
    expect(mistakes.map((mistake) => mistake.split(' ')[0]).sort()).toEqual([
      ...['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'SECRET_KEYS'],
    ]);
    expect(mistakes.join()).not.toContain('my-secret');
  });

  it('checks the rules between variables also while other variables are wrong', () => {
    expect(mistakesIn({ PORT: 'x', SCOPES: 'openid register', DEFAULT_SCOPES: 'admin', SIGNING_ALGS: 'XS1' })).toEqual([
      expect.stringMatching(/^PORT must be /),
      expect.stringMatching(/^SIGNING_ALGS must be /),
      expect.stringMatching(/^SCOPES must not offer register/),
      expect.stringMatching(/^DEFAULT_SCOPES .*add admin there/),
    ]);
  });

  it('reads patterns of scopes, of which none may match register', () => {
    expect(mistakesIn({ SCOPES: 'openid reg*' })).toEqual([expect.stringMatching(/^SCOPES must not offer register/)]);
    expect(mistakesIn({ SCOPES: 'files:*', DEFAULT_SCOPES: 'files:/public' })).toEqual([]);
  });

  it('in production refuses all values that are for trials only, at once', () => {
    const texts = { NODE_ENV: 'production', DATABASE_URL: 'postgres://u:p@h/d', HOST: '0.0.0.0' };
    expect(mistakesIn(texts).map((mistake) => mistake.split(' ')[0])).toEqual(
      expect.arrayContaining(['REGISTRAR_CLIENT_SECRET', 'SECRET_KEYS', 'ISSUER']),
    );
    expect(mistakesIn(PRODUCTION)).toEqual([]);
  });

  it.each([
    ['Always', {}],
    ['With NODE_ENV=production', PRODUCTION],
  ])('stops the start as docs/STARTING.md says under "%s"', (heading, sound) => {
    const rows = documented(heading);
    expect(rows.length).toBeGreaterThan(0);
    for (const { set, printed } of rows)
      expect({ set, printed: mistakesIn({ ...sound, ...set }) }).toEqual({ set, printed: [printed] });
  });

  it('is the content of .env.example', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(exampleFile(SECTIONS));
  });

  it('does not document a section without a title', () => {
    class Unsorted {
      @Variable('Something.', { is: text() })
      readonly SOMETHING!: string;
    }
    expect(() => exampleFile([Unsorted])).toThrow('Unsorted must have a title; put @Section above it');
  });
});
