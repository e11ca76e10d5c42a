import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidDocument, sentencesOf } from '../../../core/policy-document/document-faults';
import { readUpstreams, signInUpstreams } from './sign-in-upstreams';
import type { Upstream } from './upstream';

type Members = Readonly<Record<string, unknown>>;

const ENTRY: Members = {
  id: 'corp',
  issuer: 'https://login.corp.example',
  client_id: 'clientele',
  client_secret: 'confidential',
  allow: { everyone: true },
};
const OAUTH: Members = {
  ...ENTRY,
  issuer: undefined,
  oauth: {
    authorization_endpoint: 'https://github.example/login/oauth/authorize',
    token_endpoint: 'https://github.example/login/oauth/access_token',
    user_endpoint: 'https://api.github.example/user',
  },
};
const ENTRA: Members = { ...ENTRY, issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0', tenants: ['one'] };

describe('the file of upstreams', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-upstreams-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  const read = (...entries: Members[]): readonly Upstream[] | InvalidDocument =>
    readUpstreams(JSON.stringify({ upstreams: entries }, undefined, 2), folder);
  const one = (members: Members): Upstream => {
    const upstreams = read(members);
    if (upstreams instanceof InvalidDocument) throw new Error(sentencesOf('file', upstreams).join('\n'));
    return upstreams[0] as Upstream;
  };
  const faults = (...entries: Members[]): readonly string[] => {
    const upstreams = read(...entries);
    return upstreams instanceof InvalidDocument ? sentencesOf('file', upstreams) : [];
  };

  it('is read with its defaults', () => {
    expect(one(ENTRY)).toEqual({
      id: 'corp',
      name: 'corp',
      provider: {
        kind: 'openid',
        issuer: 'https://login.corp.example',
        metadataAddress: 'https://login.corp.example/.well-known/openid-configuration',
        idTokenAlg: 'RS256',
      },
      client_id: 'clientele',
      credentials: { method: 'client_secret_basic', secret: 'confidential' },
      scopes: ['openid', 'profile', 'email'],
      parameters: {},
      subjectClaim: 'sub',
      labelClaim: 'email',
      emailVerifiedClaim: 'email_verified',
      claims: [],
      allow: { everyone: true },
      deny: {},
      tenants: [],
      asksUserInfo: true,
      usesPkce: true,
      passesLoginHint: false,
      loginHintDomains: [],
      acr: {},
      timeoutSeconds: 10,
      logoutEndsGrants: false,
      offersUpstreamLogout: false,
    });
  });

  it('may name a provider without OpenID by its endpoints', () => {
    expect(one(OAUTH)).toMatchObject({
      provider: { kind: 'oauth', issuer: 'https://github.example' },
      scopes: [],
      subjectClaim: 'id',
      labelClaim: 'login',
    });
  });

  it('may have a secret in a file, whose end of line is not part of it', () => {
    file('secret', 'confidential\n');
    const { credentials } = one({ ...ENTRY, client_secret: undefined, client_secret_file: 'secret' });
    expect(credentials).toEqual({ method: 'client_secret_basic', secret: 'confidential' });
  });

  it('may have a private key in PEM or as a JWK', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    file('rsa.pem', pem(privateKey));
    file('ec.json', JSON.stringify({ ...ec.export({ format: 'jwk' }), kid: 'k', 'x5t#S256': 'thumbprint' }));
    const withKey = (name: string): Members => ({ ...ENTRY, client_secret: undefined, private_key_file: name });
    expect(one(withKey('rsa.pem')).credentials).toEqual({
      method: 'private_key_jwt',
      key: pem(privateKey),
      alg: 'RS256',
      header: {},
    });
    expect(one(withKey('ec.json')).credentials).toMatchObject({
      alg: 'ES256',
      header: { kid: 'k', 'x5t#S256': 'thumbprint' },
    });
  });

  it('finds the metadata of a provider with many tenants where those of all organisations are', () => {
    expect(one(ENTRA).provider).toMatchObject({
      metadataAddress: 'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
    });
  });

  it.each<[Members, RegExp]>([
    [{ id: 'Corp' }, /upstreams\.0\.id must be a short name/],
    [{ id: undefined }, /upstreams\.0\.id must be set/],
    [{ issuer: undefined }, /upstreams\.0\.issuer must be set; name the issuer/],
    [{ issuer: 'http://login.corp.example' }, /issuer must be an https address/],
    [{ issuer: 'https://login.corp.example?x' }, /issuer must be an https address/],
    [{ issuer: 'https://user:secret@login.corp.example' }, /issuer must be an https address/],
    [{ client_id: undefined }, /client_id must be set/],
    [{ client_secret: undefined }, /must have one of client_secret, client_secret_file, private_key_file/],
    [{ client_secret_file: 'missing' }, /must have one of .*; leave out client_secret_file/],
    [{ client_secret: undefined, client_secret_file: 'missing' }, /client_secret_file must be a readable file/],
    [{ client_secret: undefined, private_key_file: 'missing' }, /private_key_file must be a readable file/],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, /must not be private_key_jwt with a secret/],
    [{ token_endpoint_auth_method: 'client_secret' }, /must be one of .*; did you mean|choose one/],
    [{ allow: undefined }, /allow must say who is let in; write everyone: true/],
    [{ allow: {} }, /allow must say who is let in/],
    [{ allow: { emails: ['x'] } }, /allow\.emails\.0 must be an e-mail address/],
    [{ deny: { everyone: true } }, /deny\.everyone must be one of/],
    [{ scopes: ['email'] }, /scopes must contain openid/],
    [{ scopes: ['openid email'] }, /scopes\.0 must be a scope/],
    [{ prompt: 'none' }, /prompt must be one of/],
    [{ id_token_signed_response_alg: 'none' }, /must be an algorithm with a key pair/],
    [{ id_token_signed_response_alg: 'HS256' }, /must be an algorithm with a key pair/],
    [{ authorization_parameters: { state: 'x' } }, /authorization_parameters\.state must not be a parameter/],
    [{ timeout: 60 }, /timeout must be a whole number from 1 to 10/],
    [{ pkce: 'no' }, /pkce must be true or false/],
    [{ tenants: ['one'] }, /tenants must not be set/],
    [{ isuer: 'https://login.corp.example' }, /isuer must be one of .*; did you mean issuer/],
    [{ ...ENTRA, tenants: undefined }, /tenants must list the tenants/],
    [{ ...ENTRA, allow: { email_domains: ['corp.example'] } }, /must not have rules about e-mail addresses for Entra/],
    [{ ...OAUTH, allow: { emails: ['a@b.example'] } }, /without oauth\.emails_endpoint/],
    [{ ...OAUTH, upstream_logout: true }, /upstream_logout must not be true/],
    [{ ...OAUTH, issuer: 'https://github.example' }, /issuer must not stand beside oauth/],
    [
      { oauth: { token_endpoint: 'https://x.example' }, issuer: undefined },
      /oauth\.authorization_endpoint must be set/,
    ],
  ])('names the mistake in %j', (members, sentence) => {
    const found = faults({ ...ENTRY, ...members });
    expect(found).toContainEqual(expect.stringMatching(sentence));
    for (const fault of found) {
      expect(fault).toMatch(/^file:\d+: .+ must .+; .+$/);
      expect(fault).not.toMatch(/confidential|"/);
    }
  });

  it('permits rules about addresses for Entra with xms_edov', () => {
    expect(faults({ ...ENTRA, allow: { email_domains: ['corp.example'] }, email_verified_claim: 'xms_edov' })).toEqual(
      [],
    );
  });

  it('names the line of a mistake, in YAML as well', () => {
    const text =
      'upstreams:\n  - id: corp\n    issuer: http://x.example\n    client_id: c\n    client_secret: s\n    allow: {}\n';
    const upstreams = readUpstreams(text, folder);
    expect(upstreams instanceof InvalidDocument && sentencesOf('upstreams.yaml', upstreams)).toEqual([
      expect.stringMatching(/^upstreams\.yaml:3: upstreams\.0\.issuer must/),
      expect.stringMatching(/^upstreams\.yaml:6: upstreams\.0\.allow must/),
    ]);
  });

  it('names providers with one id, an empty list, and a file that cannot be read', () => {
    expect(faults(ENTRY, ENTRY)).toEqual([expect.stringMatching(/upstreams\.1\.id must not be the id of another/)]);
    expect(faults()).toEqual([expect.stringMatching(/upstreams must be a list of one or more/)]);
    const kind = signInUpstreams();
    expect(kind.mistakesIn?.(join(folder, 'nothing'))).toEqual([
      expect.stringMatching(/must be the path of a readable/),
    ]);
    expect(kind.mistakesIn?.(file('broken.yaml', 'upstreams: ['))).toEqual([expect.stringMatching(/^broken\.yaml:1:/)]);
    expect(kind.read(file('right.yaml', JSON.stringify({ upstreams: [ENTRY] })))).toHaveLength(1);
  });
});
