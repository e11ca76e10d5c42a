import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { Authority, tlsFiles } from '../support/certificates';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../support/https-server';
import { managing, updateOf } from '../support/managing';
import { aSigner, inMinutes, type Signer } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

type Claims = Readonly<Record<string, unknown>>;

const DIRECTORY = 'OpenBanking Ltd';
const STRICT = 'https://strict.example';
const ONCE = 'https://once.example';
const BANK = '0015800001041RHAAY';
const ISSUER = 'http://localhost:3000';
const CALLBACK = 'https://tpp.example/callback';

/**
 * Dynamic registration as open banking has it: statements shaped as the directories of the UK and of Brazil publish
 * them, and the steps that their conformance tools take.
 */
describe('registration in open banking', () => {
  let server: TestServer;
  let folder: string;
  let others: HttpsServer;
  let directory: Signer;
  let software: Signer;

  beforeAll(async () => {
    [directory, software] = await Promise.all([aSigner('PS256'), aSigner('PS256')]);
    others = await startHttpsServer({
      '/directory': { keys: [directory.publicJwk] },
      '/software': { keys: [software.publicJwk] },
    });
    const trusted = { jwks_uri: `${others.url}/directory`, request_audiences: [BANK] };
    folder = await mkdtemp(join(tmpdir(), 'open-banking-'));
    const METADATA_EXTENSIONS = join(folder, 'extensions.json');
    const org_number = { description: 'The number of the organisation.', schema: { type: 'string' } };
    await writeFile(METADATA_EXTENSIONS, JSON.stringify({ org_number }));
    const { TLS_CLIENT_CA } = (await tlsFiles(await Authority.create())).variables;
    server = await createTestApp({
      ...fetchVariables(others),
      TLS_CLIENT_CA,
      METADATA_EXTENSIONS,
      TLS_CLIENT_CERT_HEADER: 'x-client-cert',
      TRUST_PROXY: '127.0.0.1',
      SCOPES: 'openid accounts payments',
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
        [DIRECTORY]: { ...trusted },
        [STRICT]: { ...trusted, request: 'jwt', max_age: 300 },
        [ONCE]: { ...trusted, single_use: true },
      }),
    });
  });

  afterAll(async () => {
    await server.close();
    await others.close();
    await rm(folder, { recursive: true });
  });

  /** A statement of the UK's directory: a number as software_version, a jti, names and keys in members of its own. */
  const statement = (own: Claims = {}, signer = directory): Promise<string> =>
    signer.sign({
      iss: DIRECTORY,
      iat: inMinutes(-60),
      jti: randomUUID(),
      software_environment: 'sandbox',
      software_mode: 'Test',
      software_id: 'Xr5HDGLsVbBLpQFPwaFPSk',
      software_client_id: 'Xr5HDGLsVbBLpQFPwaFPSk',
      software_client_name: 'Accounts at a glance',
      software_client_description: 'Shows accounts',
      software_version: 1.1,
      software_client_uri: 'https://tpp.example',
      software_logo_uri: 'https://tpp.example/logo.png',
      software_tos_uri: 'https://tpp.example/tos',
      software_policy_uri: '',
      software_redirect_uris: [CALLBACK, 'https://tpp.example/other'],
      software_roles: ['AISP', 'PISP'],
      software_jwks_endpoint: `${others.url}/software`,
      software_jwks_revoked_endpoint: `${others.url}/revoked`,
      organisation_competent_authority_claims: { authority_id: 'FCAGBR', status: 'Active' },
      org_id: BANK,
      org_name: 'TPP Limited',
      ...own,
    });
  const claims = (own: Claims = {}): JWTPayload => ({
    iss: 'Xr5HDGLsVbBLpQFPwaFPSk',
    aud: BANK,
    iat: inMinutes(0),
    exp: inMinutes(5),
    jti: randomUUID(),
    redirect_uris: [CALLBACK],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code id_token'],
    application_type: 'web',
    scope: 'openid accounts',
    id_token_signed_response_alg: 'PS256',
    request_object_signing_alg: 'PS256',
    ...own,
  });
  const post = async (jwt: string, type = 'application/jose'): Promise<Answer> =>
    server.send(
      'POST',
      '/register',
      { 'Content-Type': type, Authorization: `Bearer ${await server.registerToken()}` },
      jwt,
    );
  const register = async (own: Claims = {}, signer = software): Promise<Answer> =>
    post(await signer.sign(claims({ response_types: ['code'], software_statement: await statement(), ...own })));
  const plainly = (software_statement: string, own: Claims = {}): Promise<Answer> =>
    server.postRegister({ redirect_uris: [CALLBACK], software_statement, ...own });
  const expectRefusal = ({ status, json }: Answer, error: string, description: RegExp): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error });
    expect(json['error_description']).toMatch(description);
  };

  describe('a client', () => {
    it('that authenticates by private_key_jwt is registered with what the directory says of it', async () => {
      const { status, json } = await register();
      expect(status).toBe(201);
      expect(json).toMatchObject({
        client_name: 'Accounts at a glance',
        client_uri: 'https://tpp.example',
        logo_uri: 'https://tpp.example/logo.png',
        tos_uri: 'https://tpp.example/tos',
        jwks_uri: `${others.url}/software`,
        software_id: 'Xr5HDGLsVbBLpQFPwaFPSk',
        software_version: '1.1',
        redirect_uris: [CALLBACK],
        scope: 'openid accounts',
      });
      for (const member of ['policy_uri', 'client_secret', 'org_id', 'software_jwks_endpoint'])
        expect(json).not.toHaveProperty(member);
    });

    it('that authenticates by tls_client_auth is registered', async () => {
      const tls = { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: 'CN=tpp,O=TPP,C=GB' };
      expect((await register(tls)).status).toBe(201);
    });

    it('may send its request as application/jwt too, and for the issuer as its audience', async () => {
      const jwt = await software.sign(
        claims({ aud: ISSUER, response_types: ['code'], software_statement: await statement() }),
      );
      expect((await post(jwt, 'application/jwt')).status).toBe(201);
    });

    it('in a dry run gets its unknown members and claims as ignored, but no claims that are used', async () => {
      const body = JSON.stringify({ software_statement: await statement(), client_nam: 'x' });
      const headers = {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await server.registerToken()}`,
      };
      const { json } = await server.send('POST', '/register/validate', headers, body);
      const { ignored, changed } = json['validation'] as { ignored: { member: string }[]; changed: string[] };
      const members = ignored.map(({ member }) => member);
      expect(members).toEqual(expect.arrayContaining(['client_nam', 'software_roles', 'org_id']));
      for (const member of ['software_client_name', 'software_redirect_uris', 'software_jwks_endpoint'])
        expect(members).not.toContain(member);
      expect(changed).toEqual([]);
    });

    it('has members of the operator by its statement, a number as the text that is wanted', async () => {
      const { json } = await plainly(await statement({ org_number: 15, client_name: 7 }));
      expect(json).toMatchObject({ org_number: '15', client_name: '7' });
    });

    it('gets the redirect URIs of its statement where it sends none', async () => {
      const { json } = await plainly(await statement(), { redirect_uris: undefined });
      expect(json['redirect_uris']).toEqual([CALLBACK, 'https://tpp.example/other']);
    });

    it('is bound to the one redirect URI that its statement names without brackets', async () => {
      const one = await statement({ software_redirect_uris: CALLBACK });
      expect((await plainly(one, { redirect_uris: undefined })).json['redirect_uris']).toEqual([CALLBACK]);
      const other = await plainly(one, { redirect_uris: ['https://a.example'] });
      expectRefusal(other, 'invalid_redirect_uri', /software_redirect_uris/);
    });

    it('is registered again with the same statement: it serves all installations', async () => {
      const software_statement = await statement();
      expect((await register({ software_statement })).status).toBe(201);
      expect((await register({ software_statement })).status).toBe(201);
    });

    it('reads, updates by a signed request, and deletes its registration', async () => {
      const client = (await register()).json as RegisteredClient;
      const own = managing(server, client);
      expect((await own.read()).json['client_name']).toBe('Accounts at a glance');
      const signed = async (more: Claims): Promise<string> =>
        software.sign(claims({ response_types: ['code'], software_statement: await statement(), ...more }));
      const put = (jwt: string): Promise<Answer> => own.send('PUT', jwt, { 'Content-Type': 'application/jose' });
      const jwt = await signed({ redirect_uris: ['https://tpp.example/other'], scope: 'openid payments' });
      const updated = await put(jwt);
      expect(updated.status).toBe(200);
      expect(updated.json).toMatchObject({
        client_id: client.client_id,
        redirect_uris: ['https://tpp.example/other'],
        scope: 'openid payments',
      });
      expectRefusal(await put(jwt), 'invalid_software_statement', /must be used once only/);
      expectRefusal(await put(await signed({ client_id: 'other' })), 'invalid_client_metadata', /^client_id must/);
      expectRefusal(
        await put(await (await aSigner('PS256')).sign(claims({ software_statement: await statement() }))),
        'invalid_client_metadata',
        /^the request JWT must/,
      );
      expect((await own.read()).json['scope']).toBe('openid payments');
      expect((await own.remove()).status).toBe(204);
      expect((await own.read()).status).toBe(401);
    });
  });

  it.each<[string, Claims, string, RegExp]>([
    ['that has expired', { exp: inMinutes(-1) }, 'invalid_client_metadata', /^the request JWT must be/],
    ['for another bank', { aud: 'another bank' }, 'invalid_client_metadata', /^the request JWT must be/],
    ['by other software', { iss: 'other' }, 'invalid_client_metadata', /^the request JWT must have the software_id/],
    ['with an unknown method', { token_endpoint_auth_method: 'magic' }, 'invalid_client_metadata', /^token_endpoint/],
    ['with unknown grants', { grant_types: ['magic'] }, 'invalid_client_metadata', /^grant_types/],
    ['with unknown response types', { response_types: ['magic'] }, 'invalid_client_metadata', /^response_types/],
    ['with a redirect URI of others', { redirect_uris: ['https://a.example'] }, 'invalid_redirect_uri', /^redirect_/],
  ])('a signed request %s is refused', async (_what, own, error, description) => {
    expectRefusal(await register(own), error, description);
  });

  it('a signed request whose signature is not that of the software is refused', async () => {
    expectRefusal(await register({}, await aSigner('PS256')), 'invalid_client_metadata', /^the request JWT must be/);
  });

  it('a statement of another issuer, or with another signature, is refused', async () => {
    const unknown = await statement({ iss: 'unknown' });
    expectRefusal(await register({ software_statement: unknown }), 'unapproved_software_statement', /trusted here/);
    const forged = await statement({}, await aSigner('PS256'));
    expectRefusal(await register({ software_statement: forged }), 'invalid_software_statement', /must be signed/);
  });

  it('an iss beside a statement that names no software is refused', async () => {
    const nameless = await statement({ software_id: undefined });
    expectRefusal(await register({ software_statement: nameless }), 'invalid_client_metadata', /software_id/);
    expect((await register({ software_statement: nameless, iss: undefined })).status).toBe(201);
  });

  describe('a copied statement', () => {
    it.each([
      ['jwks_uri', 'https://copier.example/keys', 'software_jwks_endpoint'],
      ['jwks_uri', 'https://copier.example/keys', 'software_jwks_uri'],
      ['jwks_uri', 'https://copier.example/keys', 'jwks_uri'],
    ])('does not register with a %s of %s beside %s', async (member, value, claim) => {
      const copied = await statement({ software_jwks_endpoint: undefined, [claim]: `${others.url}/software` });
      const answer = await plainly(copied, { [member]: value });
      expectRefusal(answer, 'invalid_client_metadata', /^jwks_uri must be the keys that the software statement gives/);
    });

    it('does not register with a key set of the copier', async () => {
      const jwks = { keys: [(await aSigner('PS256')).publicJwk] };
      expectRefusal(await plainly(await statement(), { jwks }), 'invalid_client_metadata', /^jwks must be the keys/);
      const byValue = { software_jwks_endpoint: undefined, jwks: { keys: [software.publicJwk] } };
      expectRefusal(await plainly(await statement(byValue), { jwks }), 'invalid_client_metadata', /^jwks must be/);
      expect((await plainly(await statement(byValue), { jwks: byValue.jwks })).status).toBe(201);
    });

    it('registers the set of a statement that names an address too', async () => {
      const both = { jwks: { keys: [software.publicJwk] }, jwks_uri: `${others.url}/software` };
      const { status, json } = await plainly(await statement({ software_jwks_endpoint: undefined, ...both }));
      expect({ status, jwks: json['jwks'], jwks_uri: json['jwks_uri'] }).toEqual({ status: 201, jwks: both.jwks });
    });

    it.each([
      ['what stands beside the keys of its set', { comment: 'of the directory' }],
      ['nothing beside them', {}],
    ])('is not what its own client sends back: %s', async (_what, beside) => {
      const jwks = { keys: [software.publicJwk], ...beside };
      const { json } = await plainly(await statement({ software_jwks_endpoint: undefined, jwks }));
      const own = managing(server, json as RegisteredClient);
      const read = (await own.read()).json;
      expect((await own.put(updateOf(read))).json).toMatchObject({ jwks: { keys: [software.publicJwk] } });
      expect((await own.patch({ client_uri: 'https://tpp.example' })).status).toBe(200);
    });

    it('of software without keys leaves them to the client', async () => {
      const jwks = { keys: [software.publicJwk] };
      const keyless = await statement({ software_jwks_endpoint: undefined, jwks: { keys: [] } });
      expect((await plainly(keyless, { jwks })).json['jwks']).toEqual(jwks);
    });

    it('does not change the keys of the client that has it', async () => {
      const client = (await register()).json as RegisteredClient;
      const patched = await managing(server, client).patch({ jwks_uri: 'https://copier.example/keys' });
      expectRefusal(patched, 'invalid_client_metadata', /^jwks_uri must be the keys/);
    });
  });

  describe('an issuer whose statements come in signed requests only', () => {
    const iat = (): Claims => ({ iss: STRICT, iat: inMinutes(0) });

    it('has no other', async () => {
      const plain = await plainly(await statement(iat()));
      expectRefusal(
        plain,
        'invalid_client_metadata',
        /^the request body must be a JWT signed by a key of the software/,
      );
      const { status, json } = await register({ software_statement: await statement(iat()) });
      expect(status).toBe(201);
      const patched = await managing(server, json as RegisteredClient).patch({ client_uri: 'https://b.example' });
      expectRefusal(patched, 'invalid_client_metadata', /send it as application\/jwt by POST or PUT/);
    });

    it('and whose statements age', async () => {
      const old = await statement({ ...iat(), iat: inMinutes(-10) });
      expectRefusal(await register({ software_statement: old }), 'invalid_software_statement', /current/);
      const ageless = await statement({ ...iat(), iat: undefined });
      expectRefusal(await register({ software_statement: ageless }), 'invalid_software_statement', /current/);
    });
  });

  it('an issuer whose statements are for one registration has each used once', async () => {
    const software_statement = await statement({ iss: ONCE });
    expect((await register({ software_statement })).status).toBe(201);
    expectRefusal(await register({ software_statement }), 'invalid_software_statement', /must be used once only/);
  });
});
