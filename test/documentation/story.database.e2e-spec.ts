import { aClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

describe('the documented example, from token to registration to token', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const exampleForm = 'client_id=registerClient&grant_type=client_credentials&client_secret=password&scope=register';

  it.each(['x-www-form-urlencoded', 'application/x-www-form-urlencoded'])('gives a token for %s', async (type) => {
    const { status, json } = await server.token(exampleForm, { 'Content-Type': type });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 1800,
      scope: 'register',
    });
  });

  it('answers a registration with every member of the documented example, in its order', async () => {
    const { status, json } = await server.postRegister(aClient());
    expect(status).toBe(201);
    const members = Object.keys(json).filter((member) => member !== 'client_secret_expires_at');
    expect(members.slice(0, EXAMPLE_ORDER.length)).toEqual(EXAMPLE_ORDER);
    expect(json).toMatchObject(EXAMPLE_VALUES);
    expect(json['registration_client_uri']).toBe(`http://localhost:3000/register/${String(json['client_id'])}`);
    expect(json['client_secret_expires_at']).toBe(0);
  });

  it('issues the new client a token for the scopes it was given', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const { status, json } = await server.token({ grant_type: 'client_credentials', client_id, client_secret });
    expect(status).toBe(200);
    expect(json['scope']).toBe('openid profile');
  });
});

const EXAMPLE_VALUES = {
  grant_types: ['client_credentials'],
  redirect_uris: ['https://tmp.com'],
  token_endpoint_auth_method: 'client_secret_post',
  response_types: ['code'],
  contacts: [],
  token_expiration_time_seconds: 1800,
  refresh_token_expiration_time_seconds: 1800,
  scope: 'openid profile',
  jwks: { keys: [] },
  token_signed_response_alg: 'RS256',
  token_encrypted_response_alg: 'RSA1_5',
  token_encrypted_response_enc: 'A128CBC-HS256',
  post_logout_redirect_uris: [],
  preferred_token_profile: 'Bearer',
  subject_type: 'public',
  id_token_signed_response_alg: 'RS256',
  backchannel_user_code_parameter: false,
  frontchannel_logout_session_required: false,
  backchannel_logout_session_required: false,
  tls_client_certificate_bound_access_token: false,
  application_type: 'web',
  require_auth_time: false,
  authorization_signed_response_alg: 'RS256',
  authorization_data_types: [],
  is_consent_disabled: false,
  default_acr_values: [],
};

const EXAMPLE_ORDER = [
  ...['client_id', 'client_secret', 'registration_access_token', 'grant_types', 'redirect_uris'],
  ...['token_endpoint_auth_method', 'response_types', 'contacts', 'update_datetime', 'create_datetime'],
  ...['client_id_issued_at', 'token_expiration_time_seconds', 'refresh_token_expiration_time_seconds', 'scope', 'jwks'],
  ...['token_signed_response_alg', 'token_encrypted_response_alg', 'token_encrypted_response_enc'],
  ...['post_logout_redirect_uris', 'preferred_token_profile', 'subject_type', 'id_token_signed_response_alg'],
  ...['backchannel_user_code_parameter', 'frontchannel_logout_session_required', 'backchannel_logout_session_required'],
  ...['tls_client_certificate_bound_access_token', 'application_type', 'require_auth_time'],
  ...['authorization_signed_response_alg', 'authorization_data_types', 'is_consent_disabled', 'default_acr_values'],
  'registration_client_uri',
];
