import { aClient } from '../support/a-client';
import { aKey, anAssertion, assertionForm, type ClientKey } from '../support/assertions';
import { fetchVariables, type HttpsServer, type Page, startHttpsServer } from '../support/https-server';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const JSON_BODY = { 'Content-Type': 'application/json' };

describe('the keys at a jwks_uri', () => {
  let keysHost: HttpsServer;
  let server: TestServer;
  let key: ClientKey;

  beforeAll(async () => {
    keysHost = await startHttpsServer();
    server = await createTestApp(fetchVariables(keysHost));
    key = await aKey();
  });

  afterAll(() => Promise.all([server.close(), keysHost.close()]));

  const keyed = (path: string): Promise<RegisteredClient> =>
    server.register(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `${keysHost.url}${path}` }));
  const answering =
    (body: unknown, type?: string): Page =>
    (_request, response) => {
      if (type !== undefined) response.setHeader('Content-Type', type);
      response.end(JSON.stringify(body));
    };
  const authenticate = async ({ client_id }: RegisteredClient): Promise<Answer> =>
    server.token(
      assertionForm(await anAssertion(client_id, key.alg, key.privateKey, { header: { kid: key.publicJwk.kid } })),
    );
  const read = ({ client_id, registration_access_token }: RegisteredClient): Promise<Answer> =>
    server.send('GET', `/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}` });

  it.each(['application/octet-stream', 'text/plain; charset=utf-8', 'application/jwk+json', 'text/html', undefined])(
    'are taken as %s, and unknown keys beside them are no trouble',
    async (type) => {
      const akp = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' };
      const secp = { kty: 'EC', crv: 'secp256k1', x: 'AAAA', y: 'AAAA', kid: 'other' };
      const path = `/${String(type).replace(/\W/g, '-')}`;
      keysHost.serve(path, answering({ keys: [akp, secp, key.publicJwk] }, type));
      const client = await keyed(path);
      expect((await authenticate(client)).status).toBe(200);
      expect((await read(client)).json).not.toHaveProperty('jwks_uri_error');
    },
  );

  it.each<[string, Page | undefined, RegExp]>([
    ['nothing', undefined, /^could not be fetched; let it answer within /],
    ['a page', answering('<html>', 'text/html'), /^must lead to a JWK Set; publish /],
    ['text that is no JSON', (_request, response) => void response.end('<html>'), /^could not be fetched; /],
    ['a set without a key of use', answering({ keys: [{ kty: 'AKP', pub: 'AAAA' }] }), /^must hold a key that signs /],
  ])(
    'that are %s: the client information has the reason, a failed authentication does not',
    async (what, page, error) => {
      const path = `/${what.replaceAll(' ', '-')}`;
      if (page) keysHost.serve(path, page);
      const client = await keyed(path);
      expect(client).not.toHaveProperty('jwks_uri_error');
      const refused = await authenticate(client);
      const unknown = await authenticate({ ...client, client_id: '019e6f3c-2f1b-7c4e-9a55-0d2b6a1f7c11' });
      expect([refused.status, refused.json]).toEqual([401, unknown.json]);
      const { json } = await read(client);
      expect(json['jwks_uri_error']).toMatch(error);

      const headers = { Authorization: `Bearer ${client.registration_access_token}`, ...JSON_BODY };
      const { token_endpoint_auth_method, jwks_uri, client_id } = client;
      const own = { token_endpoint_auth_method, jwks_uri };
      const replacement = JSON.stringify(aClient({ ...own, client_id, jwks_uri_error: 'none' }));
      const put = await server.send('PUT', `/register/${client_id}`, headers, replacement);
      expect([put.status, put.json['jwks_uri_error']]).toEqual([200, json['jwks_uri_error']]);
      const registrar = { Authorization: `Bearer ${await server.registerToken()}`, ...JSON_BODY };
      const tried = await server.send('POST', '/register/validate', registrar, JSON.stringify(aClient(own)));
      expect([tried.status, tried.json['jwks_uri_error']]).toEqual([200, json['jwks_uri_error']]);
    },
  );

  it('are not asked for by reading a client that authenticates without them, nor twice in half a minute', async () => {
    const path = '/counted';
    const client = await server.register(aClient({ jwks_uri: `${keysHost.url}${path}` }));
    expect((await read(client)).json).not.toHaveProperty('jwks_uri_error');
    const asked = (): number => keysHost.requests.filter((one) => one === path).length;
    expect(asked()).toBe(0);
    const other = await keyed(path);
    await Promise.all([read(other), read(other)]);
    await read(other);
    expect(asked()).toBe(1);
  });
});
