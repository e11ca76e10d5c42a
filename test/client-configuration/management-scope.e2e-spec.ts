import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { aProof, aProofKey } from '../support/proofs';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const SCOPE = 'manage_client';
const VARIABLES = {
  SCOPES: `openid profile ${SCOPE}`,
  MANAGEMENT_SCOPE: SCOPE,
  REGISTRATION_TOKEN_ROTATION: 'on_update',
};
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('management by an access token of the client itself', () => {
  let server: TestServer;
  let client: RegisteredClient;
  let token: string;

  beforeAll(async () => {
    server = await createTestApp(VARIABLES);
  });

  beforeEach(async () => {
    client = await server.register(aClient({ scope: `openid ${SCOPE}` }));
    token = await tokenOf(client, SCOPE);
  });

  afterAll(() => server.close());

  const tokenOf = ({ client_id, client_secret }: RegisteredClient, scope: string): Promise<string> =>
    server.accessToken({ client_id, client_secret, scope });
  const by = (bearer: string, of: RegisteredClient = client) =>
    managing(server, { ...of, registration_access_token: bearer });

  it('reads, replaces, changes, gets a new secret and deletes; no response has a registration access token', async () => {
    const read = await by(token).read();
    expect(read.status).toBe(200);
    expect(read.json['client_id']).toBe(client.client_id);
    const match = { 'If-Match': read.headers.get('etag') ?? '' };
    const put = await by(token).put(aClient({ client_name: 'A', scope: `openid ${SCOPE}` }), match);
    const patch = await by(token).patch({ client_name: 'B' });
    const rotated = await by(token).rotateSecret();
    for (const { status, json } of [read, put, patch, rotated]) {
      expect(status).toBe(200);
      expect(json).not.toHaveProperty('registration_access_token');
    }
    expect(rotated.json).toMatchObject({ client_name: 'B', client_secret: expect.any(String) });
    expect((await managing(server, client).read()).status).toBe(200);
    expect((await by(token).remove()).status).toBe(204);
    expectRefusal(await by(token).read(), 401, 'invalid_token');
  });

  it('gives no access to another client, and does not reveal whether it exists', async () => {
    const other = await server.register(aClient());
    const nobody = { ...other, client_id: '01989d2c-0000-7000-8000-000000000000' };
    const refusals = [await by(token, other).read(), await by(token, nobody).read()];
    for (const refusal of refusals) expectRefusal(refusal, 401, 'invalid_token');
    expect(new Set(refusals.map(({ text }) => text)).size).toBe(1);
  });

  it('requires the scope; a token of the registrar does not suffice', async () => {
    expectRefusal(await by(await tokenOf(client, 'openid')).read(), 403, 'insufficient_scope');
    expectRefusal(await by(await server.registerToken()).read(), 403, 'insufficient_scope');
  });

  it('ends with the token', async () => {
    const { client_id, client_secret } = client;
    const form = new URLSearchParams({ client_id, client_secret, token }).toString();
    await server.send('POST', '/revoke', { 'Content-Type': 'application/x-www-form-urlencoded' }, form);
    expectRefusal(await by(token).read(), 401, 'invalid_token');
  });

  it('of a token that is bound to a key needs a proof of that key', async () => {
    const key = await aProofKey();
    const { client_id, client_secret } = client;
    const form = { grant_type: 'client_credentials', client_id, client_secret, scope: SCOPE };
    const bound = String((await server.token(form, { DPoP: await aProof(key) })).json['access_token']);
    const path = `/register/${client_id}`;
    const proof = await aProof(key, { path, accessToken: bound, claims: { htm: 'PUT' } });
    const put = (headers: Record<string, string>): Promise<Answer> =>
      server.send('PUT', path, { ...JSON_TYPE, ...headers }, JSON.stringify({ ...aClient(), client_id }));
    expectRefusal(await put({ Authorization: `Bearer ${bound}` }), 401, 'invalid_token');
    expectRefusal(await put({ Authorization: `DPoP ${bound}` }), 401, 'invalid_dpop_proof');
    expect((await put({ Authorization: `DPoP ${bound}`, DPoP: proof })).status).toBe(200);
  });

  it('is in the metadata of /register, and requires tokens for that resource', async () => {
    const { json } = await server.get('/.well-known/oauth-protected-resource/register');
    expect(json['scopes_supported']).toEqual(['register', SCOPE]);
    const { client_id, client_secret } = client;
    const resource = `${server.environment.ISSUER}/register`;
    expect((await by(await server.accessToken({ client_id, client_secret, resource })).read()).status).toBe(200);
  });

  it('is off unless the operator names the scope', async () => {
    const plain = await createTestApp({ SCOPES: VARIABLES.SCOPES }, server.database);
    expectRefusal(await managing(plain, { ...client, registration_access_token: token }).read(), 401, 'invalid_token');
    expect((await managing(plain, client).read()).status).toBe(200);
    await plain.close();
  });
});
