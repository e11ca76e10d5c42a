import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { serverMetadata } from '../../src/features/discovery/server-metadata';
import { readEnvironment } from '../../src/platform/config/read-environment';
import { aClient } from '../support/a-client';
import { aKey, anAssertion, assertionForm } from '../support/assertions';
import { aProof, aProofKey } from '../support/proofs';
import { expectRefusal } from '../support/refusal';
import { describedServer } from '../support/described-server';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const RFC8414 = '/.well-known/oauth-authorization-server';
const RESOURCE = '/.well-known/oauth-protected-resource/register';
const ISSUER = 'https://host.example';
const SAML = 'urn:ietf:params:oauth:grant-type:saml2-bearer';

/** An external server with all endpoints of the code flow, its keys and tokens included. */
/** The grants that this server serves itself. */

const EXTERNAL = {
  ISSUER,
  TRUST_PROXY: '127.0.0.1',
  REGISTRAR_CLIENT_SECRET: 'a secret of this test that is not the default',
  AUTHORIZATION_ENDPOINT: `${ISSUER}/authorize`,
  TOKEN_ENDPOINT: `${ISSUER}/token`,
  JWKS_URI: `${ISSUER}/keys`,
  CLAIMS_SUPPORTED: 'sub email',
  DISCOVERY_EXTRA: '{"dpop_signing_alg_values_supported":["ES256"],"op_policy_uri":"https://host.example/policy"}',
};

const PROXIED = { 'X-Forwarded-Proto': 'https' };
const grantsOf = (variables: Variables): unknown => serverMetadata(describedServer(variables))['grant_types_supported'];

describe('an external server that has the token endpoint of the issuer', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp(EXTERNAL);
  });

  afterAll(() => server.close());

  const get = (path: string): Promise<Answer> => server.get(path, PROXIED);
  const post = (path: string, headers: Record<string, string>, body: string): Promise<Answer> =>
    server.send('POST', path, { ...PROXIED, ...headers }, body);
  const token = (form: Record<string, string>, headers = {}): Promise<Answer> =>
    post(
      '/registrar/token',
      { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    );
  const registrar = (): Record<string, string> => ({
    client_id: server.environment.REGISTRAR_CLIENT_ID,
    client_secret: server.environment.REGISTRAR_CLIENT_SECRET,
  });
  /** Through what stands for the proxy that ends TLS and sends these addresses here. */
  const proxied = (address: string, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    headers.set('X-Forwarded-Proto', 'https');
    return fetch(server.at(address), { ...init, headers });
  };

  it('the metadata of the issuer have the external endpoints, and nothing about the tokens of this server', async () => {
    const { json } = await get(RFC8414);
    expect(json).toMatchObject({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/keys`,
      registration_endpoint: `${ISSUER}/register`,
      claims_supported: ['sub', 'email'],
      grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
    });
    for (const member of ['introspection_endpoint', 'revocation_endpoint', 'protected_resources'])
      expect(json).not.toHaveProperty(member);
  });

  it('the metadata have the members of DISCOVERY_EXTRA, which may not be members of the server itself', async () => {
    const { json } = await get(RFC8414);
    expect(json).toMatchObject({ dpop_signing_alg_values_supported: ['ES256'], op_policy_uri: `${ISSUER}/policy` });
    for (const member of [
      'issuer',
      'token_endpoint',
      'registration_endpoint',
      'end_session_endpoint',
      'claims_supported',
    ])
      expect(() =>
        serverMetadata(describedServer({ DISCOVERY_EXTRA: `{"${member}":"https://evil.example"}` })),
      ).toThrow(`DISCOVERY_EXTRA must not have ${member}`);
  });

  it('a client that knows only /register finds the token endpoint of this server, and registers', async () => {
    const resource = new URL(`${ISSUER}/register`);
    const metadata = await oauth.processResourceDiscoveryResponse(resource, await proxied(`${ISSUER}${RESOURCE}`));
    expect(metadata.authorization_servers).toEqual([`${ISSUER}/registrar`]);
    const { REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = server.environment;
    const registrar = await openid.discovery(
      new URL(metadata.authorization_servers?.[0] ?? ''),
      REGISTRAR_CLIENT_ID,
      REGISTRAR_CLIENT_SECRET,
      undefined,
      { algorithm: 'oauth2', [openid.customFetch]: proxied as openid.CustomFetch },
    );
    const { access_token } = await openid.clientCredentialsGrant(registrar, { scope: 'register' });
    const answer = await post(
      '/register',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${access_token}` },
      JSON.stringify(aClient()),
    );
    expect(answer.status).toBe(201);
    const { issuer, jwks_uri = '' } = registrar.serverMetadata();
    const keys = createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: proxied });
    await expect(jwtVerify(access_token, keys, { issuer, audience: issuer })).resolves.toBeDefined();
    const about = await openid.tokenIntrospection(registrar, access_token);
    expect([about.active, about.iss]).toEqual([true, issuer]);
    await openid.tokenRevocation(registrar, access_token);
    expect((await openid.tokenIntrospection(registrar, access_token)).active).toBe(false);
  });

  it('the document of the second issuer has only the endpoints of this server', async () => {
    const { status, json } = await get(`${RFC8414}/registrar`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      issuer: `${ISSUER}/registrar`,
      token_endpoint: `${ISSUER}/registrar/token`,
      grant_types_supported: ['client_credentials'],
      protected_resources: [`${ISSUER}/register`, `${ISSUER}/admin`],
      dpop_signing_alg_values_supported: expect.arrayContaining(['EdDSA']),
    });
    expect(json).not.toHaveProperty('authorization_endpoint');
    expect(json).not.toHaveProperty('op_policy_uri');
  });

  it('assertions and proofs of a client name the issuer and endpoint of this server, not the external ones', async () => {
    const key = await aKey();
    const jwks = { keys: [key.publicJwk] };
    const registrarToken = (await token({ ...registrar(), scope: 'register' })).json['access_token'];
    const { json: client } = await post(
      '/register',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${String(registrarToken)}` },
      JSON.stringify(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks })),
    );
    const assertionFor = async (issuer: string): Promise<Record<string, string>> =>
      assertionForm(await anAssertion(String(client['client_id']), 'ES256', key.privateKey, { issuer }));
    const proofKey = await aProofKey();
    const proofFor = async (htu: string): Promise<object> => ({ DPoP: await aProof(proofKey, { claims: { htu } }) });
    const ours = await proofFor(`${ISSUER}/registrar/token`);
    expectRefusal(await token(await assertionFor(ISSUER)), 401, 'invalid_client');
    expect((await token(await assertionFor(`${ISSUER}/registrar`), ours)).json['token_type']).toBe('DPoP');
    const theirs = await proofFor(`${ISSUER}/token`);
    expectRefusal(await token(await assertionFor(`${ISSUER}/registrar`), theirs), 400, 'invalid_dpop_proof');
  });

  it('the API description has the addresses that lead here', async () => {
    const { json } = await get('/openapi.json');
    const paths = Object.keys(json['paths'] as object);
    expect(paths).toEqual(expect.arrayContaining(['/register', '/registrar/token', '/registrar/introspect']));
    expect(paths).not.toContain('/token');
  });
});

describe('grants that discovery lists', () => {
  const grants = ['authorization_code', 'refresh_token', SAML, 'urn:ietf:params:oauth:grant-type:device_code'];
  const GRANT_TYPES = grants.join(' ');
  const TOKEN_ENDPOINT = 'https://login.example/token';
  const DEVICE_AUTHORIZATION_ENDPOINT = 'https://login.example/device';

  it.each([
    ['none of an external server if there is none', {}, ['client_credentials']],
    ['those that need a token endpoint alone', { TOKEN_ENDPOINT }, ['refresh_token', SAML]],
    [
      'those that begin at an endpoint that is named',
      { TOKEN_ENDPOINT, DEVICE_AUTHORIZATION_ENDPOINT },
      grants.slice(1),
    ],
  ])('%s', (_which, variables, expected) => {
    expect(grantsOf({ GRANT_TYPES, ...variables })).toEqual(expected);
  });
});

describe('the variables of external endpoints', () => {
  it.each(['JWKS_URI', 'INTROSPECTION_ENDPOINT', 'REVOCATION_ENDPOINT'])('%s needs TOKEN_ENDPOINT', (name) => {
    expect(() => readEnvironment({ [name]: 'https://login.example/' })).toThrow('TOKEN_ENDPOINT must be set with');
  });

  it.each(['AUTHORIZATION_ENDPOINT', 'DEVICE_AUTHORIZATION_ENDPOINT', 'BACKCHANNEL_AUTHENTICATION_ENDPOINT'])(
    '%s without TOKEN_ENDPOINT does not start in production: its flows could not end',
    (name) => {
      const variables = { NODE_ENV: 'production', [name]: 'https://login.example/x' };
      expect(() => readEnvironment(variables)).toThrow('TOKEN_ENDPOINT must be set in production');
      const complete = { ...variables, TOKEN_ENDPOINT: 'https://login.example/token' };
      expect(() => readEnvironment(complete)).not.toThrow('TOKEN_ENDPOINT');
    },
  );

  it('without an external token endpoint there is no second issuer', async () => {
    const server = await createTestApp();
    expect((await server.get(`${RFC8414}/registrar`)).status).toBe(404);
    expect((await server.send('POST', '/registrar/token')).status).toBe(404);
    await server.close();
  });

  it('an issuer with a path has its second one below that path', async () => {
    const issuer = 'http://localhost:3000/t1';
    const server = await createTestApp({ ISSUER: issuer, TOKEN_ENDPOINT: `${issuer}/token` });
    const { json } = await server.get(`${RFC8414}/t1/registrar`);
    expect(json['issuer']).toBe(`${issuer}/registrar`);
    const { status } = await server.send('OPTIONS', String(json['token_endpoint']));
    expect(status).toBe(204);
    await server.close();
  });
});
