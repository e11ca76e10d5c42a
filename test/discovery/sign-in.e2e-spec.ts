import { serverMetadata } from '../../src/features/discovery/server-metadata';
import { describedServer } from '../support/described-server';
import { createTestApp, type Variables } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { MCP_SERVER, WITH_SIGN_IN } from '../support/with-sign-in';

const RFC8414 = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const ISSUER = 'http://localhost:3000';

const GRANTS = ['client_credentials', 'authorization_code', 'refresh_token'];
const metadataOf = (variables: Variables = {}): Record<string, unknown> =>
  serverMetadata(describedServer({ ...WITH_SIGN_IN, ...variables }, GRANTS));

describe('discovery of a server where people sign in', () => {
  let server: TestServer;
  let metadata: Record<string, unknown>;

  beforeAll(async () => {
    server = await createTestApp(WITH_SIGN_IN);
    metadata = (await server.get(RFC8414)).json;
  });

  it('names the authorization endpoint and what it accepts', () => {
    expect(metadata).toMatchObject({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      registration_endpoint: `${ISSUER}/register`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      client_id_metadata_document_supported: true,
      acr_values_supported: ['silver'],
    });
    expect(metadata['token_endpoint_auth_methods_supported']).toEqual(
      expect.arrayContaining(['none', 'private_key_jwt']),
    );
  });

  it('lists the grants of codes and refresh tokens', () => {
    expect(metadataOf()['grant_types_supported']).toEqual(GRANTS);
  });

  it('lists the scopes that a person can grant, and offline_access for refresh tokens, not those of machines', () => {
    expect(metadataOf()['scopes_supported']).toEqual(['tools:read', 'tools:write', 'offline_access']);
    const withoutRefresh = metadataOf({ GRANT_TYPES: 'client_credentials authorization_code' });
    expect(withoutRefresh['scopes_supported']).toEqual(['tools:read', 'tools:write']);
  });

  it('lists the resources of the operator beside its own', () => {
    expect(metadata['protected_resources']).toEqual([`${ISSUER}/register`, `${ISSUER}/admin`, MCP_SERVER]);
  });

  it('has no members of features that it does without', () => {
    const without =
      /^(id_token|userinfo|subject|end_session|backchannel|frontchannel|request_object_encryption|claims)/;
    expect(Object.keys(metadataOf()).filter((member) => without.test(member))).toEqual([]);
    expect(Object.keys(metadataOf()).filter((member) => member.startsWith('authorization_signing'))).toEqual([]);
  });

  it('names the address of pushed requests among those for certificates', () => {
    const behind = { MTLS_ADDRESS: 'https://mtls.example', TLS_CLIENT_CERT_HEADER: 'X-Certificate' };
    const aliases = metadataOf({ ...behind, TRUST_PROXY: '127.0.0.1' })['mtls_endpoint_aliases'];
    expect(aliases).toMatchObject({ pushed_authorization_request_endpoint: 'https://mtls.example/par' });
  });

  it('never offers unsigned request objects', () => {
    expect(metadataOf()['request_object_signing_alg_values_supported']).not.toContain('none');
  });

  it('serves the same document as openid-configuration', async () => {
    expect((await server.get(OPENID)).json).toEqual(metadata);
  });

  it('does not announce metadata documents with CIMD=off', () => {
    expect(metadataOf({ CIMD: 'off' })).not.toHaveProperty('client_id_metadata_document_supported');
  });

  it('can leave the registration endpoint out, which is served all the same', async () => {
    expect(metadataOf({ ADVERTISE_REGISTRATION: 'false' })).not.toHaveProperty('registration_endpoint');
    const hidden = await createTestApp({ ...WITH_SIGN_IN, ADVERTISE_REGISTRATION: 'false', REGISTRATION_MODE: 'open' });
    expect((await hidden.get(RFC8414)).json).not.toHaveProperty('registration_endpoint');
    expect((await hidden.postRegister({ redirect_uris: ['https://app.example/cb'] })).status).toBe(201);
  });

  it.each([
    'authorization_endpoint',
    'scopes_supported',
    'code_challenge_methods_supported',
    'userinfo_endpoint',
    'end_session_endpoint',
    'id_token_signing_alg_values_supported',
    'client_id_metadata_document_supported',
    'request_uri_parameter_supported',
    'registration_endpoint',
  ])('does not start if DISCOVERY_EXTRA sets %s', (member) => {
    const extra = { CIMD: 'off', ADVERTISE_REGISTRATION: 'false', DISCOVERY_EXTRA: `{"${member}":"x"}` };
    expect(() => metadataOf(extra)).toThrow(`DISCOVERY_EXTRA must not have ${member}`);
    expect(metadataOf({ DISCOVERY_EXTRA: '{"service_documentation":"x"}' })['service_documentation']).toBe('x');
  });

  it('answers unknown variants of the addresses with JSON', async () => {
    for (const path of [`${RFC8414}/`, `${RFC8414}/mcp`, `/mcp${RFC8414}`, `${OPENID}/mcp`]) {
      const { status, headers, json } = await server.get(path);
      expect([path, status, json['error']]).toEqual([path, 404, 'not_found']);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
    }
  });

  it.each([RFC8414, OPENID])(
    'of an issuer with a path is served with %s inserted, appended and at the root',
    async (name) => {
      const below = await createTestApp({ ...WITH_SIGN_IN, ISSUER: `${ISSUER}/t1` });
      for (const path of [`${name}/t1`, `/t1${name}`, name]) {
        const { status, json } = await below.get(path);
        expect([path, status, json['issuer']]).toEqual([path, 200, `${ISSUER}/t1`]);
        expect(json['authorization_endpoint']).toBe(`${ISSUER}/t1/authorize`);
      }
    },
  );
});

describe('without sign-in', () => {
  it.each(['/authorize', '/sign-in/decision', `/resource-metadata?resource=${encodeURIComponent(MCP_SERVER)}`, OPENID])(
    '%s is not found',
    async (path) => {
      const { RESOURCES, SCOPES } = WITH_SIGN_IN;
      const server = await createTestApp({ RESOURCES, SCOPES });
      const { status, json } = await server.get(path);
      expect([status, json['error']]).toEqual([404, 'not_found']);
    },
  );

  it('the metadata have no member of it', () => {
    const { RESOURCES, SCOPES } = WITH_SIGN_IN;
    const metadata = serverMetadata(describedServer({ RESOURCES, SCOPES }));
    expect(metadata['scopes_supported']).toEqual(SCOPES.split(' '));
    expect(metadata['protected_resources']).toEqual([`${ISSUER}/register`, `${ISSUER}/admin`]);
    expect(
      Object.keys(metadata).filter((name) => /authorization_|client_id_metadata|prompt_|code_/.test(name)),
    ).toEqual([]);
  });
});

describe('the metadata of a resource of the operator', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp(WITH_SIGN_IN);
  });

  const read = (resource: string) => server.get(`/resource-metadata?${new URLSearchParams({ resource }).toString()}`);

  it('say who issues its tokens, and which scopes a person can grant (RFC 9728)', async () => {
    const { status, headers, json } = await read(MCP_SERVER);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(json).toMatchObject({
      resource: MCP_SERVER,
      authorization_servers: [ISSUER],
      scopes_supported: ['tools:read', 'tools:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Tools',
      resource_documentation: 'https://mcp.example/docs',
    });
    expect(json['scopes_supported']).not.toContain('offline_access');
  });

  it('are found in every spelling of the identifier, and have that of the operator', async () => {
    expect((await read('HTTPS://MCP.example:443/mcp')).json['resource']).toBe(MCP_SERVER);
  });

  it('are not there for another resource, and a resource has to be named', async () => {
    expect((await read('https://mcp.example/other')).status).toBe(404);
    expect((await read(`${ISSUER}/register`)).status).toBe(404);
    expect((await server.get('/resource-metadata')).json['error']).toBe('invalid_request');
  });
});
