import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './read-environment';
import type { TrustedIssuer } from './software-statement-issuers';

describe('SOFTWARE_STATEMENT_ISSUERS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-issuers-'));
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const issuers = (configured: unknown): readonly TrustedIssuer[] =>
    readEnvironment({
      SOFTWARE_STATEMENT_ISSUERS: typeof configured === 'string' ? configured : JSON.stringify(configured),
    }).SOFTWARE_STATEMENT_ISSUERS;
  const mistakes = (configured: unknown): string[] => {
    try {
      return [`taken: ${JSON.stringify(issuers(configured))}`];
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
  };
  const publicJwk = ({ publicKey }: { publicKey: KeyObject }): JsonWebKey => publicKey.export({ format: 'jwk' });
  const KEY = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const jwks_uri = 'https://issuer.example/keys';

  const DEFAULTS = {
    request: 'any',
    request_audiences: [],
    required: false,
    single_instance: false,
    single_use: false,
    denied_software: [],
  };

  it('are none by default', () => {
    expect(readEnvironment({}).SOFTWARE_STATEMENT_ISSUERS).toEqual([]);
  });

  it('names issuers with their keys at an address or in a file', () => {
    const jwks_file = file('keys.json', { keys: [KEY] });
    expect(issuers({ a: { jwks_uri }, b: { jwks_file, required: true, scopes: ['openid'] } })).toEqual([
      { ...DEFAULTS, issuer: 'a', jwks_uri },
      { ...DEFAULTS, issuer: 'b', jwks: { keys: [KEY] }, required: true, scopes: ['openid'] },
    ]);
  });

  it.each(['text', '[]', '"a"', 'null', '{'])('is a JSON object, not %p', (text) => {
    expect(mistakes(text)).toEqual([expect.stringMatching(/SOFTWARE_STATEMENT_ISSUERS must be a JSON object/)]);
  });

  it('report every mistake at once', () => {
    const jwks_file = file('private.json', { keys: [{ ...KEY, d: 'd' }] });
    expect(
      mistakes({
        none: {},
        both: { jwks_uri, jwks_file },
        http: { jwks_uri: 'http://issuer.example', audience: 'x', constructor: 1 },
        kinds: {
          jwks_uri,
          audiences: [],
          scopes: 'openid',
          required: 'true',
          single_instance: 1,
          single_use: 'no',
          max_age: 0,
          request: 'json',
          request_audiences: 'a',
          denied_software: [1],
          policy: 'Partners',
        },
        text: 'https://issuer.example/keys',
        '': { jwks_uri },
      }).map((line) => line.replace(/^ {2}- SOFTWARE_STATEMENT_ISSUERS /, '')),
    ).toEqual([
      'none must have either jwks_uri or jwks_file',
      'both must have either jwks_uri or jwks_file',
      expect.stringMatching(/^both.jwks_file must be the path of a readable file with a set of public keys, /),
      'http.jwks_uri must be an https address',
      expect.stringMatching(/^http.audience is not known; use jwks_uri, /),
      expect.stringMatching(/^http.constructor is not known/),
      expect.stringMatching(/^kinds.audiences must be/),
      expect.stringMatching(/^kinds.scopes must be/),
      expect.stringMatching(/^kinds.required must be/),
      expect.stringMatching(/^kinds.single_instance must be/),
      expect.stringMatching(/^kinds.single_use must be/),
      expect.stringMatching(/^kinds.max_age must be/),
      expect.stringMatching(/^kinds.request must be/),
      expect.stringMatching(/^kinds.request_audiences must be/),
      expect.stringMatching(/^kinds.denied_software must be/),
      'kinds.policy must be the name of a policy, in lower case',
      'text must be a JSON object',
      'has an issuer without a name',
    ]);
  });

  it.each([
    ['is not there', () => join(folder, 'absent.json')],
    ['is no JSON', () => file('text.json', 'text')],
    ['has no keys', () => file('empty.json', { keys: [] })],
    ['has a private key', () => file('d.json', { keys: [KEY, { ...KEY, d: 'd' }] })],
    ['has a symmetric key', () => file('oct.json', { keys: [{ kty: 'oct', k: 'k' }] })],
    [
      'has a key of 1024 bits',
      () => file('small.json', { keys: [publicJwk(generateKeyPairSync('rsa', { modulusLength: 1024 }))] }),
    ],
    ['is a folder', () => folder],
  ])('refuses a file that %s', (_what, path) => {
    expect(mistakes({ a: { jwks_file: path() } })).toEqual([expect.stringMatching(/a.jwks_file must be the path/)]);
  });

  it('has at least one issuer if a statement is required', () => {
    expect(() => readEnvironment({ REQUIRE_SOFTWARE_STATEMENT: 'true' })).toThrow(
      /REQUIRE_SOFTWARE_STATEMENT needs an issuer/,
    );
  });

  describe('the variables of what is fetched', () => {
    it('are hosts as in a URL', () => {
      const read = (FETCH_ALLOW_PRIVATE_HOSTS: string): string[] =>
        readEnvironment({ FETCH_ALLOW_PRIVATE_HOSTS }).FETCH_ALLOW_PRIVATE_HOSTS;
      expect(read('IdP.internal localhost:8443 [::1]:80 10.0.0.1')).toEqual([
        'idp.internal',
        'localhost:8443',
        '[::1]:80',
        '10.0.0.1',
      ]);
      for (const host of ['https://idp.internal', 'idp/x', '0x7f.1', '*.internal:x', 'a@b'])
        expect(() => read(host)).toThrow(/FETCH_ALLOW_PRIVATE_HOSTS must be host names/);
    });

    it('are certificates that can be read', () => {
      const read = (FETCH_CA: string): string | undefined => readEnvironment({ FETCH_CA }).FETCH_CA;
      expect(readEnvironment({}).FETCH_CA).toBeUndefined();
      expect(() => read(join(folder, 'absent.pem'))).toThrow(/FETCH_CA must be the path of a readable file/);
      expect(() => read(file('text.pem', 'text'))).toThrow(/FETCH_CA must be/);
      expect(read(file('ca.pem', '-----BEGIN CERTIFICATE-----\n'))).toMatch(/BEGIN/);
    });
  });
});
