import { parseEnv } from 'node:util';
import { SECTIONS } from './environment';
import { productionFile } from './production-file';
import { readEnvironment } from './read-environment';
import { variablesOf } from './variable';

const DECIDED = { ISSUER: 'https://clients.example.org', TRUST_PROXY: '127.0.0.1' };

describe('the file of settings for production', () => {
  it('is valid in production once its decisions are made, and names those that are not', () => {
    const { text, open } = productionFile(DECIDED);
    const variables = parseEnv(text);
    expect(readEnvironment(variables)).toMatchObject({
      NODE_ENV: 'production',
      ...DECIDED,
      TRUST_PROXY: ['127.0.0.1'],
    });
    const names = open.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'REGISTRATION_MODE', 'SCOPES']));
    for (const name of names) expect(text).toMatch(new RegExp(`^# TO DECIDE: [^=]+^# ${name}=`, 'm'));
    for (const name of Object.keys(DECIDED)) expect(names).not.toContain(name);
  });

  it('has other secrets each time, and one for each variable that production refuses without', () => {
    const [one, other] = [productionFile({}), productionFile({})].map(({ text }) => parseEnv(text));
    for (const name of ['SECRET_KEYS', 'REGISTRAR_CLIENT_SECRET', 'ADMIN_CLIENT_SECRET']) {
      expect(one?.[name]).toMatch(/[A-Za-z0-9+/]{43}=$/);
      expect(one?.[name]).not.toBe(other?.[name]);
    }
    expect(readEnvironment(one ?? {}).SECRET_KEYS).toEqual([{ version: 1, key: expect.any(Buffer) }]);
  });

  it('has a decision or a value for every secret without which others could pretend to be the operator', () => {
    const clientSecrets = SECTIONS.flatMap(variablesOf).filter(({ name }) => name.endsWith('_CLIENT_SECRET'));
    expect(clientSecrets.length).toBeGreaterThan(1);
    for (const { inProduction } of clientSecrets) expect(inProduction).toHaveProperty('value');
  });

  it.each(['sqlite:/var/lib/a b#c.sqlite', `sqlite:/it's.sqlite`, 'sqlite:/a"b#.sqlite', 'sqlite:/a`b#\\n.sqlite'])(
    'keeps the text %s as it is',
    (DATABASE_URL) => {
      expect(parseEnv(productionFile({ DATABASE_URL }).text)['DATABASE_URL']).toBe(DATABASE_URL);
    },
  );

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PROT: '1' }, 'PROT is no variable of this server; see docs/CONFIGURATION.md'],
    [
      { REGISTRAR_CLIENT_ID: 'a\nSECRET_KEYS=b' },
      'REGISTRAR_CLIENT_ID must be one line without all three kinds of quotation marks; write it otherwise',
    ],
  ])('is not written with %j', (decided, message) => {
    expect(() => productionFile(decided as unknown as Record<string, string>)).toThrow(message);
  });
});
