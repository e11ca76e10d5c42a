import { aClient, aWebClient } from '../support/a-client';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

type Json = Readonly<Record<string, unknown>>;
type Fault = Readonly<Record<'member' | 'rule' | 'remedy', string>>;

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const CIBA = 'urn:openid:params:grant-type:ciba';
const LOOPBACK = 'http://localhost:4242/callback';
const PRIVATE_USE = 'edu.example.agent:/redirect';
const SIX_TYPES = ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'];

const faultsOf = ({ json }: Answer): Fault[] => json['errors'] as Fault[];
const membersOf = (answer: Answer): string[] => faultsOf(answer).map(({ member }) => member);

describe('a client that asks for more than it can have', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  it.each<[string, Json, Json]>([
    [
      'a hosted assistant that names one grant more',
      { grant_types: ['authorization_code', 'refresh_token', JWT_BEARER] },
      { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    ],
    [
      'a module of a web server whose lists are hard-wired',
      { grant_types: ['authorization_code', 'implicit', 'refresh_token'], response_types: SIX_TYPES },
      { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    ],
    [
      'a public client that names client_credentials among others',
      { grant_types: ['client_credentials', 'authorization_code'], token_endpoint_auth_method: 'none' },
      { grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' },
    ],
    [
      'a client that would also be asked in the background',
      { grant_types: ['authorization_code', CIBA], backchannel_token_delivery_mode: 'poll' },
      { grant_types: ['authorization_code'] },
    ],
    [
      'unknown words among grants',
      { grant_types: ['authorization_code', 'magic'] },
      { grant_types: ['authorization_code'] },
    ],
    ['an unknown response type', { response_types: ['code', 'magic'] }, { response_types: ['code'] }],
    [
      'web with a loopback redirect URI',
      { application_type: 'web', redirect_uris: [LOOPBACK] },
      { application_type: 'native' },
    ],
    [
      'web with a private-use redirect URI',
      { application_type: 'web', redirect_uris: [PRIVATE_USE, LOOPBACK] },
      { application_type: 'native' },
    ],
    [
      'private-use, https and loopback redirect URIs in one list',
      { redirect_uris: ['com.example.editor://mcp/callback', 'https://www.editor.example/callback', LOOPBACK] },
      { application_type: 'native' },
    ],
    [
      'web with a loopback redirect URI and a grant that is dropped',
      { application_type: 'web', redirect_uris: [LOOPBACK], grant_types: ['authorization_code', 'implicit'] },
      { application_type: 'native', grant_types: ['authorization_code'] },
    ],
    [
      'members without a value',
      {
        policy_uri: '',
        jwks: '',
        jwks_uri: 'https://app.example/jwks',
        client_name: '',
        token_endpoint_auth_method: '',
      },
      { token_endpoint_auth_method: 'client_secret_post', jwks_uri: 'https://app.example/jwks' },
    ],
  ])('%s: the response has the narrowed values, and so does a read', async (_title, own, got) => {
    const registered = await server.register(aWebClient(own));
    expect(registered).toMatchObject(got);
    const { registration_access_token, client_id } = registered;
    const path = `/register/${client_id}`;
    const read = await server.send('GET', path, { Authorization: `Bearer ${registration_access_token}` });
    expect(read.json).toMatchObject(got);
    for (const name of [
      'policy_uri',
      'client_name',
      'backchannel_token_delivery_mode',
      ...('jwks_uri' in own ? ['jwks'] : []),
    ])
      expect(registered).not.toHaveProperty(name);
  });

  it.each(['client_secret_basic', 'none'])(
    'a client of the method %s that copies grant_types_supported is let in',
    async (token_endpoint_auth_method) => {
      const generous = await createTestApp({
        REGISTRATION_MODE: 'open',
        OPEN_REGISTRATION_POLICY: 'none',
        GRANT_TYPES: `client_credentials authorization_code refresh_token ${JWT_BEARER} ${CIBA}`,
        AUTHORIZATION_ENDPOINT: 'https://login.example/authorize',
        BACKCHANNEL_AUTHENTICATION_ENDPOINT: 'https://login.example/backchannel',
        TOKEN_ENDPOINT: 'https://login.example/token',
      });
      const { json } = await generous.get('/.well-known/oauth-authorization-server');
      const { grant_types_supported } = json as { grant_types_supported: string[] };
      expect(grant_types_supported).toContain(CIBA);
      const body = aWebClient({ grant_types: grant_types_supported, token_endpoint_auth_method });
      const type = { 'Content-Type': 'application/json' };
      const answer = await generous.send('POST', '/register', type, JSON.stringify(body));
      expect(answer.status).toBe(201);
      const isPublic = token_endpoint_auth_method === 'none';
      expect(answer.json['grant_types']).toEqual([
        ...(isPublic ? [] : ['client_credentials']),
        ...['authorization_code', 'refresh_token', JWT_BEARER],
      ]);
      await generous.close();
    },
  );

  it.each<[string, Json, string[]]>([
    ['no grant', { grant_types: ['implicit', JWT_BEARER] }, ['grant_types[0]', 'grant_types[1]']],
    ['only a refresh token', { grant_types: ['implicit', 'refresh_token'] }, ['grant_types[0]']],
    ['no response type', { response_types: ['token', 'id_token'] }, ['response_types[0]', 'response_types[1]']],
    [
      'only a refresh token for a public client',
      { grant_types: ['client_credentials', 'refresh_token'], token_endpoint_auth_method: 'none' },
      ['token_endpoint_auth_method'],
    ],
  ])('nothing left is refused: %s', async (_title, own, members) => {
    const answer = await server.postRegister(aWebClient(own));
    expectRefusal(answer, 400, 'invalid_client_metadata');
    expect(membersOf(answer)).toEqual(members);
  });

  it('gets the first fault of every wrong item, in the order of the list', async () => {
    const answer = await server.postRegister(
      aWebClient({
        redirect_uris: ['https://a.example/#', 5, 'https://a.example/cb', 'urn:ietf:wg:oauth:2.0:oob', null],
      }),
    );
    expectRefusal(answer, 400, 'invalid_redirect_uri');
    expect(faultsOf(answer).map(({ member, remedy }) => [member, remedy])).toEqual([
      ['redirect_uris[0]', 'remove # and what follows'],
      ['redirect_uris[1]', 'put it in quotes'],
      ['redirect_uris[3]', 'use https, or http://127.0.0.1/ on the device'],
      ['redirect_uris[4]', 'leave it out'],
    ]);
  });

  it('gets the broken rules between members and the faults of others, but no rule about a faulty member', async () => {
    const answer = await server.postRegister(
      aWebClient({
        client_name: 5,
        token_endpoint_auth_method: 'private_key_jwt',
        frontchannel_logout_uri: 'https://elsewhere.example/out',
      }),
    );
    expect(membersOf(answer)).toEqual(['client_name', 'jwks', 'frontchannel_logout_uri']);
    const doubtful = await server.postRegister({
      redirect_uris: ['x'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'x',
      frontchannel_logout_uri: 'https://elsewhere.example/out',
    });
    expect(membersOf(doubtful)).toEqual(['redirect_uris[0]', 'jwks_uri']);
  });

  it.each<[string, Json, string]>([
    ['a scheme', { redirect_uris: ['htps://app.example/cb'] }, 'did you mean https? otherwise '],
    ['a scheme of a page', { policy_uri: 'htps://app.example/' }, 'did you mean https? otherwise '],
    ['a grant', { grant_types: ['client_credential'] }, 'did you mean client_credentials? otherwise '],
    [
      'a method',
      { token_endpoint_auth_method: 'client_secret_basics' },
      'did you mean client_secret_basic? otherwise ',
    ],
    ['a response type', { response_types: ['Code'] }, 'did you mean code? otherwise '],
    ['nothing that is known', { token_endpoint_auth_method: 'magic' }, 'leave it out for client_secret_post'],
  ])('gets a remedy with the value that it probably meant: %s', async (_title, own, remedy) => {
    expect(faultsOf(await server.postRegister(aWebClient(own)))[0]?.remedy).toContain(remedy);
  });

  it('is promised no default that depends on a member which it did not send', async () => {
    const [fault] = faultsOf(await server.postRegister(aWebClient({ id_token_encrypted_response_enc: 'magic' })));
    expect(fault?.remedy).toBe('leave it out');
  });

  it('gets at most a hundred faults', async () => {
    const hundred = Array.from({ length: 100 }, () => 5);
    const answer = await server.postRegister({
      redirect_uris: hundred,
      contacts: hundred,
      default_acr_values: hundred,
    });
    expect(faultsOf(answer)).toHaveLength(100);
  });
});

describe('an operator who refuses instead of narrowing', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({
      GRANT_POLICY: 'reject',
      APPLICATION_TYPE_POLICY: 'reject',
      PRIVATE_USE_SCHEMES: '*',
    });
  });

  it.each<[string, Json, string, RegExp]>([
    [
      'a grant that is not offered',
      { grant_types: ['authorization_code', JWT_BEARER] },
      'grant_types[1]',
      /^leave it out$/,
    ],
    ['a response type that needs it', { response_types: ['code', 'code token'] }, 'response_types[1]', /^use code$/],
    [
      'a public client with client_credentials',
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      'token_endpoint_auth_method',
      /^ask for authorization_code in place of client_credentials, or use client_secret_basic if/,
    ],
    [
      'web with a loopback redirect URI',
      { application_type: 'web', redirect_uris: [LOOPBACK] },
      'redirect_uris[0]',
      /^register application_type 'native' for loopback redirects$/,
    ],
    [
      'web with a private-use redirect URI',
      { application_type: 'web', redirect_uris: [PRIVATE_USE] },
      'redirect_uris[0]',
      /^register application_type 'native' for private-use redirects$/,
    ],
  ])('%s', async (_title, own, member, remedy) => {
    const answer = await server.postRegister(aWebClient(own));
    expect([answer.status, faultsOf(answer)[0]]).toEqual([
      400,
      { member, rule: expect.stringMatching(/^must /) as unknown, remedy: expect.stringMatching(remedy) as unknown },
    ]);
  });

  it('may permit every private-use scheme (PRIVATE_USE_SCHEMES=*), but none that a browser runs', async () => {
    const redirect_uris = ['cursor://callback', 'myapp:/cb'];
    expect(await server.register(aClient({ redirect_uris }))).toMatchObject({
      redirect_uris,
      application_type: 'native',
    });
    expectRefusal(await server.postRegister(aClient({ redirect_uris: ['javascript:x'] })), 400, 'invalid_redirect_uri');
  });
});
