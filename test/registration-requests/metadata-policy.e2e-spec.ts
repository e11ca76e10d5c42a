import { aClient, aWebClient } from '../support/a-client';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

type Json = Readonly<Record<string, unknown>>;

const faultsOf = ({ json }: Answer): string[] =>
  (json['errors'] as { member: string; rule: string; remedy?: string }[]).map(({ member }) => member);

describe('an operator who changes nothing', () => {
  let server: TestServer;
  const post = (own: Json): Promise<Answer> => server.postRegister(aClient(own));

  beforeAll(async () => {
    server = await createTestApp();
  });

  it.each<[string, Json, string]>([
    ['password', { grant_types: ['password'] }, 'grant_types[0]'],
    ['implicit', { grant_types: ['implicit'], response_types: ['token'] }, 'grant_types[0]'],
    ['pairwise subjects', { subject_type: 'pairwise' }, 'subject_type'],
    ['unknown authorization details', { authorization_details_types: ['x'] }, 'authorization_details_types[0]'],
    ['a private-use scheme without a dot', { redirect_uris: ['cursor://callback'] }, 'redirect_uris[0]'],
    ['register alone', { scope: 'register' }, 'scope'],
  ])('%s is not to be had', async (_title, own, member) => {
    const answer = await post(own);
    expect(answer.status).toBe(400);
    expect(faultsOf(answer)).toEqual([member]);
  });

  it('members in other languages follow their member, byte for byte', async () => {
    const own = { 'tos_uri#FR': 'https://a.example/cgu', 'client_name#ja-Jpan-JP': 'アプリ', client_name: 'App' };
    const { json, status } = await post({ ...own, 'client_name#de': ' App ', 'client_name#DE': ' App ' });
    expect(status).toBe(201);
    const names = Object.keys(json).filter((name) => /^(client_name|client_uri|tos_uri)/.test(name));
    expect(names).toEqual(['client_name', 'client_name#ja-Jpan-JP', 'client_name#de', 'tos_uri#FR']);
    expect(json).toMatchObject({ ...own, 'client_name#de': ' App ' });
  });

  it('bounds the number of languages', async () => {
    const tags = Array.from({ length: 60 }, (_, n) => [`client_name#x-${n}`, 'App']);
    expect(faultsOf(await post(Object.fromEntries(tags) as Json))).toEqual(['client_name']);
  });

  it('has the first fault as the error, and a list of all in the order of the table', async () => {
    const bad = { client_name: 5, grant_types: ['password'], scope: 'a  b', redirect_uris: ['https://a.example', 'x'] };
    const answers = await Promise.all([post(bad), post(bad)]);
    for (const answer of answers) {
      expect(answer.json['error']).toBe('invalid_client_metadata');
      expect(faultsOf(answer)).toEqual(['grant_types[0]', 'redirect_uris[1]', 'scope', 'client_name']);
    }
  });

  it('has only characters of RFC 6749, for any input', async () => {
    const { text } = await post({ 'client_name#fr': '\u202e"\\\u0000ü', redirect_uris: ['"\\ü\r\n'] });
    expect((JSON.parse(text) as Json)['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it('the response to a registration with inert response types can be registered again', async () => {
    const first = await post({});
    expect(first.json['response_types']).toEqual(['code']);
    expect((await server.postRegister(first.json)).status).toBe(201);
  });

  it('takes a public native client as it comes', async () => {
    const { status, json } = await server.postRegister({
      redirect_uris: ['http://127.0.0.1:53999/callback'],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({ application_type: 'native', token_endpoint_auth_method: 'none' });
    expect(json).not.toHaveProperty('client_secret');
  });

  it('gives a client with a symmetric algorithm a secret that is long enough, and kept to be read', async () => {
    const registered = await server.register(
      aClient({
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: 'https://localhost:1/jwks',
        id_token_signed_response_alg: 'HS512',
      }),
    );
    expect(Buffer.from(registered.client_secret).length).toBeGreaterThanOrEqual(64);
    const { client_id, registration_access_token, client_secret } = registered;
    const headers = { Authorization: `Bearer ${registration_access_token}` };
    expect((await server.send('GET', `/register/${client_id}`, headers)).json).toMatchObject({ client_secret });
  });

  it('an own __proto__ changes nothing', async () => {
    const { status, json } = await server.postRegister(
      `{"redirect_uris":["https://a.example"],"__proto__":{"client_name":"x","token_endpoint_auth_method":"none"},"constructor":{}}`,
    );
    expect(status).toBe(201);
    expect(json).toMatchObject({ token_endpoint_auth_method: 'client_secret_post' });
    expect(json).not.toHaveProperty('client_name');
  });

  it.each(['"vp_formats_supported":{"x":DEEP}', '"jwks":{"keys":[{"kty":"EC","x":DEEP}]}'])(
    'lists within lists within %s are refused',
    async (member) => {
      const deep = '['.repeat(20_000) + ']'.repeat(20_000);
      const body = `{"redirect_uris":["https://a.example"],${member.replace('DEEP', deep)}}`;
      expect((await server.postRegister(body)).status).toBe(400);
    },
  );

  it('a few lists within lists that mean nothing are ignored', async () => {
    expect((await server.postRegister('{"redirect_uris":["https://a.example"],"x":[[[[[[[[[[]]]]]]]]]]}')).status).toBe(
      201,
    );
  });

  it.each([null, [], 'text', 5, true, [{}]])('%j is no registration', async (body) => {
    expect((await server.postRegister(JSON.stringify(body))).json['error']).toBe('invalid_client_metadata');
  });

  it('an empty object needs redirect URIs', async () => {
    expect((await server.postRegister({})).json['error']).toBe('invalid_redirect_uri');
  });
});

const EXTERNAL_GRANTS = ['saml2-bearer', 'uma-ticket', 'pre-authorized_code'].map(
  (name) => `urn:ietf:params:oauth:grant-type:${name}`,
);

describe('an operator who permits less, or more', () => {
  it.each<[string, Variables, Json, Json]>([
    [
      'the default method gives way',
      { AUTH_METHODS: 'private_key_jwt none' },
      { jwks_uri: 'https://a.example/' },
      { token_endpoint_auth_method: 'private_key_jwt' },
    ],
    [
      'the default grant gives way',
      { GRANT_TYPES: 'client_credentials' },
      { grant_types: null },
      { grant_types: ['client_credentials'] },
    ],
    [
      'grants of an external server are registered by their URIs',
      { GRANT_TYPES: `client_credentials ${EXTERNAL_GRANTS.join(' ')}` },
      { grant_types: EXTERNAL_GRANTS },
      { grant_types: EXTERNAL_GRANTS },
    ],
    [
      'the default algorithm gives way',
      { SIGNING_ALGS: 'PS256 ES256' },
      {},
      { id_token_signed_response_alg: 'PS256', token_signed_response_alg: 'PS256' },
    ],
    ['the default scopes are given', { DEFAULT_SCOPES: 'openid email' }, { scope: null }, { scope: 'openid email' }],
  ])('%s', async (_title, variables, own, expected) => {
    const server = await createTestApp(variables);
    expect((await server.postRegister(aClient(own))).json).toMatchObject(expected);
    await server.close();
  });

  it('refuses what is not permitted, scopes too (SCOPE_POLICY=reject)', async () => {
    const server = await createTestApp({
      SCOPE_POLICY: 'reject',
      AUTH_METHODS: 'client_secret_post',
      SIGNING_ALGS: 'ES256',
    });
    const refused = async (own: Json): Promise<string[]> => faultsOf(await server.postRegister(aWebClient(own)));
    expect(await refused({ scope: 'openid unknown' })).toEqual(['scope']);
    expect(await refused({ token_endpoint_auth_method: 'client_secret_basic' })).toEqual([
      'token_endpoint_auth_method',
    ]);
    expect(await refused({ request_object_signing_alg: 'none' })).toEqual(['request_object_signing_alg']);
    expect((await server.postRegister(aWebClient({ scope: 'openid' }))).json['scope']).toBe('openid');
    await server.close();
  });
});
