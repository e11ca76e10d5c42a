import { createHmac, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { exportSPKI, importJWK, type JWTHeaderParameters, type JWTPayload, UnsecuredJWT } from 'jose';
import { aClient } from '../support/a-client';
import { EventReader } from '../support/event-reader';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../support/https-server';
import { eventsOfType } from '../support/logged-events';
import { aProof, aProofKey } from '../support/proofs';
import { expectRefusal } from '../support/refusal';
import { aSigner, currentClaims, inMinutes, type Signer } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const AUDIENCE = 'https://clientele.example';
/** The path of the provider, as a realm of Keycloak has one. */
const REALM = '/realms/staff';

describe('people who administer by tokens of their identity provider', () => {
  let provider: HttpsServer;
  let issuer: string;
  let signer: Signer;
  let server: TestServer;

  beforeAll(async () => {
    provider = await startHttpsServer();
    issuer = `${provider.url}${REALM}`;
    signer = await aSigner();
    provider.serve(`${REALM}/.well-known/openid-configuration`, { issuer, jwks_uri: `${provider.url}/keys` });
    provider.serve('/keys', { keys: [signer.publicJwk] });
    server = await createTestApp(variables({}));
  });

  afterAll(() => Promise.all([server.close(), provider.close()]));

  const variables = (own: Readonly<Record<string, string>>): Record<string, string> => ({
    ...fetchVariables(provider),
    ADMIN_TOKEN_ISSUER: issuer,
    ADMIN_TOKEN_AUDIENCE: AUDIENCE,
    ADMIN_TOKEN_CLAIM: 'realm_access.roles',
    ADMIN_TOKEN_VALUES: 'client-admin',
    ADMIN_TOKEN_READ_VALUES: 'client-reader auditor',
    ...own,
  });
  const roles = (...names: readonly unknown[]) => ({ realm_access: { roles: names } });
  const claims = (own: Readonly<Record<string, unknown>> = {}): JWTPayload =>
    currentClaims({
      iss: issuer,
      aud: [AUDIENCE, 'account'],
      sub: 'f3a1',
      preferred_username: 'ada',
      ...roles('client-admin'),
      ...own,
    });
  const tokenOf = (own?: Readonly<Record<string, unknown>>, header: Partial<JWTHeaderParameters> = {}) =>
    signer.sign(claims(own), { typ: 'at+jwt', ...header });
  const list = async (token: string, to = server): Promise<Answer> =>
    to.get('/admin/clients', { Authorization: `Bearer ${token}` });

  it('do so as themselves: events name the person, and the first use of a token is one', async () => {
    const { client_id } = await server.register(aClient());
    const jti = randomUUID();
    const token = await tokenOf({ jti });
    const headers = { Authorization: `Bearer ${token}` };
    expect((await server.get(`/admin/clients/${client_id}`, headers)).status).toBe(200);
    expect((await server.send('DELETE', `/admin/clients/${client_id}`, headers)).status).toBe(204);
    const actor = { type: 'administrator', issuer, sub: 'f3a1', name: 'ada', jti };
    expect(await eventsOfType(server, 'client.deleted')).toMatchObject([{ client_id, actor }]);
    expect(await eventsOfType(server, 'client.read')).toMatchObject([{ client_id, actor }]);
    expect(await eventsOfType(server, 'administrator.signed_in')).toMatchObject([
      { actor, data: { scope: 'register:admin', jti } },
    ]);
  });

  it('are named by the log, and not to the receivers of webhooks', async () => {
    const message = new Promise<string>((received) => {
      provider.serve('/hook', (request, response) => {
        void text(request).then(received);
        response.writeHead(204).end();
      });
    });
    const jti = randomUUID();
    const headers = { Authorization: `Bearer ${await tokenOf({ jti })}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ url: `${provider.url}/hook`, types: ['webhook.created'] });
    expect((await server.send('POST', '/admin/webhooks', headers, body)).status).toBe(201);
    const actor = { type: 'administrator', issuer, sub: 'f3a1', jti };
    expect(JSON.parse(await message)).toMatchObject({ type: 'webhook.created', data: { actor } });
    expect(await message).not.toContain('ada');
    expect(await eventsOfType(server, 'webhook.created')).toMatchObject([{ actor: { ...actor, name: 'ada' } }]);
  });

  it('register clients, and share no repeated response with others', async () => {
    const register = async (sub: string): Promise<unknown> => {
      const headers = {
        Authorization: `Bearer ${await tokenOf({ sub })}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': '6f0e4c0e-8d0f-4d0e-9d53-2a2d1b5b8f57',
      };
      const { status, json } = await server.send('POST', '/admin/clients', headers, JSON.stringify(aClient()));
      expect(status).toBe(201);
      return json['client_id'];
    };
    const client_id = await register('f3a1');
    expect(await register('f3a1')).toBe(client_id);
    expect(await register('b0b')).not.toBe(client_id);
  });

  it('are described by the metadata of the protected resource', async () => {
    const { json } = await server.get('/.well-known/oauth-protected-resource/admin');
    expect(json['authorization_servers']).toEqual(['http://localhost:3000', issuer]);
    const { json: registration } = await server.get('/.well-known/oauth-protected-resource/register');
    expect(registration['authorization_servers']).toEqual(['http://localhost:3000']);
  });

  it('read with a value for readers, change nothing with it, and do nothing without a value', async () => {
    const reader = await tokenOf(roles('other', 'auditor'));
    expect((await list(reader)).status).toBe(200);
    const headers = { Authorization: `Bearer ${reader}` };
    expectRefusal(await server.send('DELETE', '/admin/clients/x', headers), 403, 'insufficient_scope');
    for (const own of [
      roles('client'),
      roles('client-admins'),
      roles(),
      roles(['client-admin']),
      roles({ 'client-admin': true }, 1, null),
      { realm_access: { roles: { 0: 'client-admin' } } },
      { realm_access: { roles: 7 } },
      { realm_access: ['client-admin'] },
      { realm_access: 'client-admin' },
      { realm_access: null },
      { realm_access: undefined, roles: ['client-admin'], scope: 'register:admin' },
    ])
      expectRefusal(await list(await tokenOf(own)), 403, 'insufficient_scope');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['for another audience', { aud: 'https://other.example' }],
    ['without an audience', { aud: undefined }],
    ['whose audience is no text', { aud: [7] }],
    ['that has expired', { exp: inMinutes(-1) }],
    ['without an end', { exp: undefined }],
    ['whose end is no number', { exp: '9999999999' }],
    ['that is not valid yet', { nbf: inMinutes(1) }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a subject that is too long', { sub: 'x'.repeat(256) }],
    ['that has a nonce, as an ID Token', { nonce: 'n' }],
    ['that is bound to a key that was not shown', { cnf: { jkt: 'AAAA' } }],
    ['that is bound to a certificate that was not shown', { cnf: { 'x5t#S256': 'AAAA' } }],
    ['whose confirmation is no object', { cnf: 'AAAA' }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['of an issuer with another end', { iss: 'ISSUER/' }],
  ])('are refused with a token %s', async (_case, own) => {
    const iss = own['iss'] === 'ISSUER/' ? { iss: `${issuer}/` } : {};
    expectRefusal(await list(await tokenOf({ ...own, ...iss })), 401, 'invalid_token');
  });

  it.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', ''])('are refused with a JWT of the type %j', async (typ) => {
    expectRefusal(await list(await tokenOf({}, { typ })), 401, 'invalid_token');
  });

  it.each(['JWT', 'application/at+jwt', 'AT+JWT'])('are admitted with a JWT of the type %j', async (typ) => {
    expect((await list(await tokenOf({}, { typ }))).status).toBe(200);
  });

  it('are refused with a token that another key signed, or none, or the public key as a secret', async () => {
    const other = await aSigner();
    const publicKey = await exportSPKI((await importJWK(signer.publicJwk)) as never);
    const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const head = `${encoded({ alg: 'HS256', kid: signer.kid, typ: 'at+jwt' })}.${encoded(claims())}`;
    const tokens = [
      await other.sign(claims(), { kid: signer.kid, typ: 'at+jwt' }),
      await other.sign(claims(), { kid: other.kid, typ: 'at+jwt', jwk: other.publicJwk }),
      new UnsecuredJWT(claims()).encode(),
      `${head}.${createHmac('sha256', publicKey).update(head).digest('base64url')}`,
      `${(await tokenOf()).slice(0, -4)}AAAA`,
      `${encoded({ alg: 'ES256' })}.${encoded(claims())}.`,
    ];
    for (const token of tokens) expectRefusal(await list(token), 401, 'invalid_token');
  });

  it('are not mixed with the administrator of this server', async () => {
    const own = await server.accessToken({
      client_id: server.environment.ADMIN_CLIENT_ID,
      client_secret: server.environment.ADMIN_CLIENT_SECRET,
      scope: 'register:admin',
    });
    expect((await list(own)).status).toBe(200);
    expectRefusal(await list(await signer.sign(claims({ iss: 'http://localhost:3000' }))), 401, 'invalid_token');
    const registration = await server.postRegister(aClient(), { Authorization: `Bearer ${await tokenOf()}` });
    expectRefusal(registration, 401, 'invalid_token');
  });

  it('prove the key of a bound token', async () => {
    const key = await aProofKey();
    const token = await tokenOf({ cnf: { jkt: key.jkt } });
    const DPoP = await aProof(key, { path: '/admin/clients', accessToken: token, claims: { htm: 'GET' } });
    const presented = { Authorization: `DPoP ${token}`, DPoP };
    expect((await server.get('/admin/clients', presented)).status).toBe(200);
    expectRefusal(await list(token), 401, 'invalid_token');
  });

  it('cause few requests to the provider, however many unknown keys their tokens name', async () => {
    const before = provider.requests.length;
    for (let count = 0; count < 30; count += 1)
      expectRefusal(await list(await tokenOf({}, { kid: `unknown-${count}` })), 401, 'invalid_token');
    expect(provider.requests.length - before).toBeLessThanOrEqual(2);
    expect((await list(await tokenOf())).status).toBe(200);
  });

  it('follow the events until the token ends', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    const reader = await EventReader.open(server.at('/admin/events?type=policy.*'), {
      Authorization: `Bearer ${await tokenOf({ ...roles('auditor'), exp })}`,
    });
    expect(reader.response.statusCode).toBe(200);
    expect(await reader.rest()).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, (at: HttpsServer) => void]>([
    ['has no metadata', {}, () => undefined],
    [
      'has those of another issuer',
      {},
      (at) => {
        at.serve('/.well-known/openid-configuration', { issuer: 'https://other.example', jwks_uri: `${at.url}/keys` });
      },
    ],
    ['does not answer for its keys', { ADMIN_TOKEN_JWKS_URI: 'KEYS' }, () => undefined],
  ])('wait while the provider %s: 503, and nobody is let in', async (_case, own, prepare) => {
    const down = await startHttpsServer();
    prepare(down);
    const jwks = own['ADMIN_TOKEN_JWKS_URI'] === undefined ? {} : { ADMIN_TOKEN_JWKS_URI: `${down.url}/none` };
    const waiting = await createTestApp({
      ...variables({ ADMIN_TOKEN_ISSUER: down.url, ...jwks }),
      ...fetchVariables(down),
    });
    const answer = await list(await tokenOf({ iss: down.url }), waiting);
    expectRefusal(answer, 503, 'temporarily_unavailable');
    expect(answer.json['error_description']).toBe(
      'the keys of the issuer of the token are not available now; try again later',
    );
    expect(answer.headers.get('retry-after')).toBe('30');
    await Promise.all([waiting.close(), down.close()]);
  });

  it('are found by ADMIN_TOKEN_JWKS_URI, or by the metadata of RFC 8414', async () => {
    const [first, second] = [`${provider.url}/first`, `${provider.url}/second/`];
    provider.serve('/.well-known/oauth-authorization-server/second', {
      issuer: second,
      jwks_uri: `${provider.url}/keys`,
    });
    const byKeys = await createTestApp(
      variables({ ADMIN_TOKEN_ISSUER: first, ADMIN_TOKEN_JWKS_URI: `${provider.url}/keys` }),
    );
    const byMetadata = await createTestApp(variables({ ADMIN_TOKEN_ISSUER: second }));
    expect((await list(await tokenOf({ iss: first }), byKeys)).status).toBe(200);
    expect((await list(await tokenOf({ iss: second }), byMetadata)).status).toBe(200);
    await Promise.all([byKeys.close(), byMetadata.close()]);
  });

  it.each([
    [{ ADMIN_TOKEN_AUDIENCE: '' }, 'ADMIN_TOKEN_AUDIENCE must be set with ADMIN_TOKEN_ISSUER'],
    [
      { ADMIN_TOKEN_VALUES: '', ADMIN_TOKEN_READ_VALUES: '' },
      'ADMIN_TOKEN_VALUES or ADMIN_TOKEN_READ_VALUES must be set',
    ],
    [{ ADMIN_TOKEN_ISSUER: '' }, 'ADMIN_TOKEN_ISSUER must be set when'],
    [{ ADMIN_TOKEN_ISSUER: 'http://idp.example' }, 'ADMIN_TOKEN_ISSUER must be an https address'],
    [
      { ISSUER: 'https://as.example', ADMIN_TOKEN_ISSUER: 'https://as.example' },
      'must not be the issuer of this server',
    ],
  ])('are not configured by %j', async (own, reason) => {
    await expect(createTestApp(variables(own as Record<string, string>))).rejects.toThrow(reason);
  });
});
