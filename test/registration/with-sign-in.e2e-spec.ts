import { generateKeyPairSync } from 'node:crypto';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const KEY = { kty: 'RSA', n: 'x'.repeat(342) + 'A', e: 'AQAB', use: 'enc', kid: 'one' };

const SIGNING_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });

/** What MCP clients of the field register. */
const MCP_CLIENT = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};
const REDIRECT = { redirect_uris: ['https://app.example/callback'] };

describe('a registration where people sign in', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({
      ...WITH_SIGN_IN,
      REGISTRATION_MODE: 'open',
      RATE_LIMIT_REGISTER: '0',
      PRIVATE_USE_SCHEMES: 'cursor',
    });
  });

  const register = (members: object): Promise<Answer> => server.postRegister(members);

  it.each([
    ['Claude', { redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] }],
    ['Claude Code', { redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'] }],
    ['VS Code', { redirect_uris: ['https://vscode.dev/redirect', 'http://127.0.0.1/', 'http://127.0.0.1:33418/'] }],
    [
      'Cursor',
      {
        redirect_uris: [
          'cursor://anysphere.cursor-mcp/oauth/callback',
          'https://www.cursor.com/agents/mcp/oauth/callback',
          'http://localhost:8787/callback',
        ],
      },
    ],
    [
      'Inspector',
      { redirect_uris: ['http://localhost:6274/oauth/callback', 'http://localhost:6274/oauth/callback/debug'] },
    ],
    ['Gemini CLI', { redirect_uris: ['http://localhost:7777/oauth/callback'], scope: '' }],
    ['mcp-remote', { redirect_uris: ['http://localhost:3334/oauth/callback'], scope: 'tools:read offline_access' }],
    ['a mobile application', { redirect_uris: ['com.example.app:/callback'], application_type: 'native' }],
  ])('of %s is accepted as it is sent', async (_name, members) => {
    const { status, json } = await register({ ...MCP_CLIENT, ...members });
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...MCP_CLIENT, redirect_uris: members.redirect_uris });
    expect(json).not.toHaveProperty('client_secret');
  });

  it('keeps the members that the authorization endpoint obeys', async () => {
    const obeyed = {
      ...REDIRECT,
      default_max_age: 600,
      default_acr_values: ['silver'],
      require_pushed_authorization_requests: true,
      require_signed_request_object: true,
      request_object_signing_alg: 'ES256',
      dpop_bound_access_tokens: true,
      scope: 'tools:read',
    };
    const { status, json } = await register({ ...obeyed, jwks: { keys: [SIGNING_KEY] } });
    expect(status).toBe(201);
    expect(json).toMatchObject(obeyed);
  });

  it.each([
    ['subject_type', 'pairwise', 'public'],
    ['sector_identifier_uri', 'https://app.example/sector', undefined],
    ['id_token_signed_response_alg', 'ES256', 'RS256'],
    ['id_token_encrypted_response_alg', 'RSA-OAEP-256', undefined],
    ['require_auth_time', true, false],
    ['userinfo_signed_response_alg', 'ES256', undefined],
    ['userinfo_encrypted_response_alg', 'RSA-OAEP-256', undefined],
    ['authorization_signed_response_alg', 'ES256', 'RS256'],
    ['authorization_encrypted_response_alg', 'RSA-OAEP-256', undefined],
    ['request_uris', ['https://app.example/request'], undefined],
    ['request_object_encryption_alg', 'RSA-OAEP-256', undefined],
    ['post_logout_redirect_uris', ['https://app.example/out'], []],
    ['frontchannel_logout_uri', 'https://app.example/out', undefined],
    ['backchannel_logout_uri', 'https://app.example/out', undefined],
    ['backchannel_logout_session_required', true, false],
    ['backchannel_token_delivery_mode', 'poll', undefined],
    ['backchannel_client_notification_endpoint', 'https://app.example/notify', undefined],
  ])('disregards %s, which nothing here reads', async (member, value, instead) => {
    const { status, json } = await register({ ...REDIRECT, jwks: { keys: [KEY] }, [member]: value });
    expect([status, json[member]]).toEqual([201, instead]);
  });

  it('disregards them even if their values are malformed, and so do updates', async () => {
    const { json } = await register({ ...REDIRECT, backchannel_logout_uri: 'no address' });
    const { client_id, registration_access_token: token } = json as Record<string, string>;
    const put = await server.send(
      'PUT',
      `/register/${client_id}`,
      { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      JSON.stringify({ ...REDIRECT, client_id, id_token_signed_response_alg: 'ES256', subject_type: 'pairwise' }),
    );
    expect(put.status).toBe(200);
    expect(put.json).toMatchObject({ id_token_signed_response_alg: 'RS256', subject_type: 'public' });
  });

  it('disregards the lists to choose such a member from', async () => {
    const { status, json } = await register({
      ...REDIRECT,
      id_token_signing_alg_values_supported: ['unknown'],
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    });
    expect([status, json['token_endpoint_auth_method']]).toEqual([201, 'none']);
  });

  it('says in a trial what was disregarded', async () => {
    const { json } = await server.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json' },
      JSON.stringify({
        ...REDIRECT,
        backchannel_logout_uri: 'https://app.example/out',
        id_token_signed_response_alg: 'ES256',
      }),
    );
    expect(json['validation']).toMatchObject({
      ignored: [{ member: 'backchannel_logout_uri' }],
      changed: ['id_token_signed_response_alg'],
    });
  });

  it('does not offer unsigned request objects', async () => {
    const { status, json } = await register({ ...REDIRECT, request_object_signing_alg: 'none' });
    expect(status).toBe(400);
    expect(json['error_description']).toMatch(/^request_object_signing_alg must be one of/);
  });

  it('narrows response types to code, and refuses those without it', async () => {
    const { json } = await register({
      ...REDIRECT,
      response_types: ['code', 'code id_token', 'token'],
      grant_types: ['authorization_code', 'implicit'],
    });
    expect(json).toMatchObject({ response_types: ['code'], grant_types: ['authorization_code'] });
    expect((await register({ ...REDIRECT, response_types: ['id_token'] })).status).toBe(400);
  });

  it('never switches the page off for itself', async () => {
    const { json } = await register({
      ...REDIRECT,
      is_consent_disabled: true,
      refresh_token_expiration_time_seconds: 1,
    });
    expect(json['is_consent_disabled']).toBe(false);
    expect(json['refresh_token_expiration_time_seconds']).not.toBe(1);
  });

  it('is described so by the OpenAPI document', async () => {
    const { json } = await server.get('/openapi.json');
    const { schemas } = (json as { components: { schemas: Record<string, { properties: object }> } }).components;
    expect(Object.keys(schemas['ClientMetadata']?.properties ?? {})).not.toContain('backchannel_logout_uri');
    expect(Object.keys(schemas['ClientInformation']?.properties ?? {})).toContain('id_token_signed_response_alg');
  });
});
