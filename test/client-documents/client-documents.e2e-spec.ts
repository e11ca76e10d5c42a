import { basic } from '../support/basic';
import { administering, type Administrator } from '../support/administering';
import { aKey, anAssertion, assertionForm, assertionParameters, type ClientKey } from '../support/assertions';
import { type DocumentHost, startDocumentHost } from '../support/document-host';
import { policyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { aSigner, currentClaims, type Signer } from '../support/software-authority';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const ADMINISTRATOR = {
  ADMIN_CLIENT_ID: 'administrator',
  ADMIN_CLIENT_SECRET: 'a secret of the administrator of tests',
};
/** Documents may have client_credentials here, so that a token shows that a client is known. */
const USUAL = { OPEN_REGISTRATION_POLICY: 'none', GRANT_TYPES: 'authorization_code refresh_token client_credentials' };
const UNLIMITED = {
  RATE_LIMIT_CLIENT_DOCUMENTS: '0',
  RATE_LIMIT_CLIENT_DOCUMENTS_HOST: '0',
  RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL: '0',
};

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const form = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();

describe('client id metadata documents', () => {
  let host: DocumentHost;
  let server: TestServer;
  let administrator: Administrator;
  let key: ClientKey;
  let number = 0;

  /** An application that reads the documents of the host. */
  const start = async (variables: Variables = {}): Promise<TestServer> =>
    createTestApp({
      ...WITH_SIGN_IN,
      ...host.variables,
      ...ADMINISTRATOR,
      ...USUAL,
      ...UNLIMITED,
      ...variables,
    });

  beforeAll(async () => {
    host = await startDocumentHost();
    key = await aKey('ES256');
    server = await start();
    administrator = await administering(server);
  });

  afterAll(async () => {
    await server.close();
    await host.close();
  });

  /** A path that no other test has. */
  const aPath = (): string => `/client-${(number += 1)}.json`;
  const read = (client_id: string, by = administrator): Promise<Answer> =>
    by.post(`/admin/client-documents/${encodeURIComponent(client_id)}/refresh`);
  const keyed = (): Record<string, unknown> => ({
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['client_credentials'],
    jwks: { keys: [key.publicJwk] },
  });
  /** Publishes a key set; gives its address. */
  const serveKeys = (publicJwk: object): string => {
    const path = `${aPath()}/keys`;
    host.serve(path, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: [publicJwk] }));
    });
    return host.at(path);
  };
  const tokenFor = async (client_id: string, at = server): Promise<Answer> =>
    at.token(assertionForm(await anAssertion(client_id, 'ES256', key.privateKey)));
  const publicRequest = (client_id: string, at = server): Promise<Answer> =>
    at.token({ grant_type: 'client_credentials', client_id });

  describe('as clients', () => {
    it('a document is a public client unless it says otherwise', async () => {
      const client_id = host.publish(aPath(), { is_consent_disabled: true, surprising: 1 });
      const { status, json } = await read(client_id);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        client_id,
        host: `localhost:${host.port}`,
        status: 'active',
        metadata: { token_endpoint_auth_method: 'none', client_name: 'A document' },
      });
      expect(json['metadata']).not.toHaveProperty('surprising');
      expect(json['metadata']).not.toHaveProperty('is_consent_disabled');
      expectRefusal(await publicRequest(client_id), 400, 'unauthorized_client');
      const named = basic(encodeURIComponent(client_id), '');
      expectRefusal(await server.token({ grant_type: 'client_credentials' }, named), 400, 'unauthorized_client');
    });

    it('a document with a key authenticates by it, obtains, introspects and revokes tokens', async () => {
      const client_id = host.publish(aPath(), keyed());
      await read(client_id);
      const { status, json } = await tokenFor(client_id);
      expect(status).toBe(200);
      const token = String(json['access_token']);
      const post = async (path: string): Promise<Answer> =>
        server.send(
          'POST',
          path,
          FORM,
          form({ ...assertionParameters(await anAssertion(client_id, 'ES256', key.privateKey)), token }),
        );
      expect((await post('/introspect')).json).toMatchObject({ active: true, client_id, sub: client_id });
      expect((await post('/revoke')).status).toBe(200);
      expect((await post('/introspect')).json).toEqual({ active: false });
    });

    it('a document that names a key is never a public client', async () => {
      const client_id = host.publish(aPath(), {
        ...keyed(),
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      });
      await read(client_id);
      expectRefusal(await publicRequest(client_id), 401, 'invalid_client');
      for (const path of ['/revoke', '/introspect'])
        expectRefusal(await server.send('POST', path, FORM, form({ client_id, token: 'x' })), 401, 'invalid_client');
      const { privateKey } = await aKey('ES256');
      expectRefusal(
        await server.token(assertionForm(await anAssertion(client_id, 'ES256', privateKey))),
        401,
        'invalid_client',
      );
    });

    it('keys at a jwks_uri are fetched by the same guard as the document', async () => {
      const keys = serveKeys(key.publicJwk);
      const at = (jwks_uri: string): string => host.publish(aPath(), { ...keyed(), jwks: undefined, jwks_uri });
      const [published, inside] = [at(keys), at('https://10.0.0.1/keys.json')];
      for (const client_id of [published, inside]) expect((await read(client_id)).status).toBe(200);
      expect((await tokenFor(published)).status).toBe(200);
      const { privateKey } = await aKey('ES256');
      const forged = assertionForm(await anAssertion(published, 'ES256', privateKey));
      expectRefusal(await server.token(forged), 401, 'invalid_client');
      expectRefusal(await tokenFor(inside), 401, 'invalid_client');
    });

    it('a software statement in a document is verified as in a registration', async () => {
      const [iss, directory] = ['https://directory.example', await aSigner()];
      const issuers = { [iss]: { jwks_uri: serveKeys(directory.publicJwk) } };
      const trusting = await start({ SOFTWARE_STATEMENT_ISSUERS: JSON.stringify(issuers) });
      const by = await administering(trusting);
      const claims = currentClaims({ iss, client_name: 'Stated' });
      const stated = async (signer: Signer): Promise<Answer> =>
        read(host.publish(aPath(), { software_statement: await signer.sign(claims) }), by);
      expect((await stated(directory)).json['metadata']).toMatchObject({ client_name: 'Stated' });
      expectRefusal(await stated(await aSigner()), 400, 'invalid_client');
      await trusting.close();
    });

    it('a document is no registration: it is not listed among them, and its scope is narrowed as theirs', async () => {
      const client_id = host.publish(aPath(), { ...keyed(), scope: 'machines unheard_of' });
      expect((await read(client_id)).json['metadata']).toMatchObject({ scope: 'machines' });
      expect((await tokenFor(client_id)).status).toBe(200);
      const { clients } = (await administrator.get('/admin/clients?limit=200')).json as {
        clients: { client_id: string }[];
      };
      expect(clients.filter((one) => one.client_id.startsWith('https://'))).toEqual([]);
    });

    it('of several methods the strongest one that has keys is required', async () => {
      const methods = ['none', 'unheard_of', 'private_key_jwt'];
      const strong = host.publish(aPath(), { jwks: keyed()['jwks'], token_endpoint_auth_methods_supported: methods });
      const weak = host.publish(aPath(), { token_endpoint_auth_methods_supported: methods });
      expect((await read(strong)).json['metadata']).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt' });
      expect((await read(weak)).json['metadata']).toMatchObject({ token_endpoint_auth_method: 'none' });
    });

    it('CIMD_PUBLIC_FALLBACK lets a document that names both send no credentials, as a public client', async () => {
      const lenient = await start({ CIMD_PUBLIC_FALLBACK: 'true' });
      const methods = ['none', 'private_key_jwt'];
      const both = host.publish(aPath(), { ...keyed(), token_endpoint_auth_methods_supported: methods });
      const one = host.publish(aPath(), keyed());
      const by = await administering(lenient);
      await read(both, by);
      await read(one, by);
      // A public client has no client_credentials: it is recognised, and gets nothing that needs a key.
      expectRefusal(await publicRequest(both, lenient), 400, 'unauthorized_client');
      expectRefusal(await publicRequest(one, lenient), 401, 'invalid_client');
      expect((await tokenFor(both, lenient)).status).toBe(200);
      const wrong = await anAssertion(both, 'ES256', (await aKey('ES256')).privateKey);
      expectRefusal(await lenient.token(assertionForm(wrong)), 401, 'invalid_client');
      await lenient.close();
    });

    it('a document has no registration, whatever token is presented', async () => {
      const managing = await start({ SCOPES: `${WITH_SIGN_IN.SCOPES} manage`, MANAGEMENT_SCOPE: 'manage' });
      const client_id = host.publish(aPath(), { ...keyed(), scope: 'manage' });
      await read(client_id, await administering(managing));
      const own = String((await tokenFor(client_id, managing)).json['access_token']);
      for (const method of ['GET', 'DELETE'])
        for (const token of [own, 'wrong']) {
          const path = `/register/${encodeURIComponent(client_id)}`;
          expectRefusal(await managing.send(method, path, { Authorization: `Bearer ${token}` }), 401, 'invalid_token');
        }
      expect((await tokenFor(client_id, managing)).status).toBe(200);
      await managing.close();
    });

    it('grants and response types for other servers are left out', async () => {
      const client_id = host.publish(aPath(), {
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 7],
        response_types: ['code', 'something else'],
      });
      expect((await read(client_id)).json['metadata']).toMatchObject({
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      });
    });
  });

  describe('the address', () => {
    it.each([
      ['http://app.example/client.json', /must be the https address/],
      ['https://app.example', /must have a path/],
      ['https://app.example/', /must have a path/],
      ['https://app.example/?x', /must have a path/],
      ['https://app.example/client.json?id=1', /must not have a query/],
      ['https://app.example/client.json#', /must not have a fragment/],
      ['https://app.example/client.json#a', /must not have a fragment/],
      ['https://user@app.example/client.json', /must not carry user information/],
      ['https://app.example/a/../client.json', /must not have dot segments/],
      ['https://app.example/a/%2e%2E/client.json', /must not have dot segments/],
      ['https://app.example/./client.json', /must not have dot segments/],
      ['https://app.example\\client.json', /must consist of the characters/],
      ['https://app.example/client json', /must consist of the characters/],
      ['https://app.example/%00', /must not have percent-encoded control/],
      ['https://app.example/clïent.json', /must consist of the characters/],
      ['https://app.example:0443/client.json', /must have a port/],
      ['https://app.example./client.json', /must name its host/],
    ])('%s is refused, and nobody is asked', async (client_id, rule) => {
      const answer = await read(client_id);
      expectRefusal(answer, 400, 'invalid_request');
      expect(answer.json['error_description']).toMatch(rule);
      expectRefusal(await publicRequest(client_id), 401, 'invalid_client');
    });

    it('of more than 2048 characters is refused before it is read', async () => {
      expectRefusal(await read(`https://app.example/${'a'.repeat(2048)}`), 400, 'invalid_request');
      expectRefusal(await publicRequest(`https://app.example/${'a'.repeat(2048)}`), 401, 'invalid_client');
    });

    it('is compared letter by letter and never normalised', async () => {
      const path = aPath();
      const client_id = host.publish(path);
      await read(client_id);
      for (const other of [client_id.replace('localhost', 'LOCALHOST'), `${client_id}/`, client_id.replace('j', '%6A')])
        expectRefusal(await publicRequest(other), 401, 'invalid_client');
      // Another spelling of the host is another client, and the document there is not its document.
      expectRefusal(await read(client_id.replace('localhost', 'LOCALHOST')), 400, 'invalid_client');
    });

    it('may have a query if CIMD_QUERY says so', async () => {
      const open = await start({ CIMD_QUERY: 'true' });
      const client_id = host.publish(`${aPath()}?id=1`);
      expect((await read(client_id, await administering(open))).status).toBe(200);
      await open.close();
    });
  });

  describe('an invalid document is told apart', () => {
    const refused = async (client_id: string): Promise<string> => {
      const answer = await read(client_id);
      expectRefusal(answer, 400, 'invalid_client');
      expectRefusal(await publicRequest(client_id), 401, 'invalid_client');
      return String(answer.json['error_description']);
    };

    it.each([
      ['no object', { body: '[]' }, /must be a JSON object/],
      ['no JSON', { body: '{' }, /JSON object of 5120 bytes/],
      ['too long', { body: `{"client_name":"${'a'.repeat(6000)}"}` }, /JSON object of 5120 bytes/],
      ['no JSON by its media type', { headers: { 'Content-Type': 'text/html' } }, /media type of JSON/],
      ['compressed', { headers: { 'Content-Encoding': 'gzip' } }, /uncompressed/],
      ['elsewhere', { status: 302, headers: { Location: '/other.json' } }, /without a redirect/],
      ['not found', { status: 404 }, /must be the address of a document/],
      ['gone', { status: 410 }, /must be the address of a document/],
      ['of an empty status', { status: 204 }, /with status 200/],
    ])('%s', async (_what, how, words) => {
      expect(await refused(host.publish(aPath(), {}, how))).toMatch(words);
    });

    it.each([
      [{ client_id: undefined }, /client_id must be the address of the document/],
      [{ client_id: 'https://localhost/other' }, /client_id must be the address of the document/],
      [{ client_secret: 'x' }, /client_secret must not be in a document/],
      [{ client_secret_expires_at: 0 }, /client_secret_expires_at must not be/],
      [{ token_endpoint_auth_method: 'client_secret_basic' }, /must not need a secret/],
      [{ token_endpoint_auth_methods_supported: ['client_secret_post'] }, /must not need a secret/],
      [{ token_endpoint_auth_methods_supported: ['unheard_of'] }, /must name a method that is possible/],
      [{ token_endpoint_auth_method: 'private_key_jwt' }, /jwks must hold a key/],
      [{ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, /private or symmetric/],
      [{ jwks: { keys: [{ kty: 'unheard', d: 'AAAA' }] } }, /private or symmetric/],
      [{ redirect_uris: ['javascript:alert(1)'] }, /redirect_uris/],
      [{ redirect_uris: ['https://*.example/callback'] }, /redirect_uris/],
      [{ redirect_uris: [] }, /redirect_uris/],
      [{ grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] }, /grant_types/],
      [{ response_types: ['token'] }, /response_types/],
      [{ jwks_uri: 'http://app.example/keys' }, /jwks_uri must use https/],
    ])('with %j', async (members, words) => {
      expect(await refused(host.publish(aPath(), members))).toMatch(words);
    });
  });

  describe('the request', () => {
    it('asks for both media types, and takes every type of JSON', async () => {
      const client_id = host.publish(
        aPath(),
        {},
        { headers: { 'Content-Type': 'application/cimd+json; charset=utf-8' } },
      );
      expect((await read(client_id)).status).toBe(200);
      expect(host.lastHeaders()).toMatchObject({ accept: 'application/cimd+json, application/json;q=0.9' });
      expect(host.lastHeaders()).not.toHaveProperty('cookie');
    });

    it.each([500, 503, 403, 401, 429])(
      'a host that answers %i is unavailable, and not an invalid document',
      async (status) => {
        const answer = await read(host.publish(aPath(), {}, { status }));
        expectRefusal(answer, 503, 'temporarily_unavailable');
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      },
    );

    it('is sent once for callers that need it at the same time, and not again soon after a failure', async () => {
      const good = host.publish(aPath());
      const bad = host.publish(aPath(), { client_secret: 'x' });
      const asked = (client_id: string): number => host.requests.filter((path) => client_id.endsWith(path)).length;
      const answers = await Promise.all(Array.from({ length: 12 }, () => read(good)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(asked(good)).toBeLessThan(12);
      for (let times = 0; times < 3; times += 1) expectRefusal(await read(bad), 400, 'invalid_client');
      expect(asked(bad)).toBe(1);
      expectRefusal(await administrator.get(`/admin/client-documents/${encodeURIComponent(bad)}`), 404, 'not_found');
    });

    it.each([
      ['one host, which counts what gave no document', { RATE_LIMIT_CLIENT_DOCUMENTS_HOST: '2' }, [200, 400, 400, 503]],
      ['all hosts, which counts everything', { RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL: '2' }, [200, 400, 503, 503]],
    ])('is limited for %s', async (_what, variables, wanted) => {
      const limited = await start(variables);
      const by = await administering(limited);
      const addresses = [host.publish(aPath()), ...[1, 2, 3].map(() => host.at(`/invented${aPath()}`))];
      const statuses = [];
      for (const address of addresses) statuses.push((await read(address, by)).status);
      expect(statuses).toEqual(wanted);
      await limited.close();
    });

    it('is limited by caller: whoever invents addresses is told to wait, and a known document still answers', async () => {
      const limited = await start({ RATE_LIMIT_CLIENT_DOCUMENTS: '2' });
      const by = await administering(limited);
      const known = host.publish(aPath(), keyed());
      for (let times = 0; times < 4; times += 1) expect((await read(known, by)).status).toBe(200);
      const statuses = [];
      for (let times = 0; times < 4; times += 1) statuses.push((await read(host.at(`/invented-${times}`), by)).status);
      expect(statuses).toEqual([400, 400, 503, 503]);
      expect(host.requests).not.toContain('/invented-3');
      expect((await tokenFor(known, limited)).status).toBe(200);
      expect((await read(known, by)).status).toBe(200);
      await limited.close();
    });
  });

  describe('the decisions of the operator', () => {
    it('CIMD_HOSTS refuses a host, and so do its documents', async () => {
      const client_id = host.publish(aPath(), keyed());
      const shared = await start();
      await read(client_id, await administering(shared));
      const without = await createTestApp(
        { ...WITH_SIGN_IN, ...host.variables, ...ADMINISTRATOR, ...USUAL, CIMD_HOSTS: '!localhost' },
        shared.database,
      );
      expect((await tokenFor(client_id, shared)).status).toBe(200);
      expectRefusal(await tokenFor(client_id, without), 401, 'invalid_client');
      await without.close();
      await shared.close();
    });

    it('CIMD=off makes them unknown, and nobody is asked', async () => {
      const off = await start({ CIMD: 'off' });
      const client_id = host.publish(aPath(), keyed());
      expectRefusal(await read(client_id, await administering(off)), 409, 'invalid_request');
      expectRefusal(await tokenFor(client_id, off), 401, 'invalid_client');
      expect(host.requests).not.toContain(new URL(client_id).pathname);
      await off.close();
    });

    it('a policy narrows documents as it narrows registrations, and may require an approval', async () => {
      const { path } = await policyFile(
        { documents: { grant_types: { subset_of: ['client_credentials'] } } },
        { documents: { require_approval: true } },
      );
      const governed = await start({ POLICY_FILE: path, OPEN_REGISTRATION_POLICY: 'documents' });
      const by = await administering(governed);
      const client_id = host.publish(aPath(), {
        ...keyed(),
        grant_types: ['authorization_code', 'client_credentials'],
      });
      expect((await read(client_id, by)).json).toMatchObject({
        status: 'pending',
        metadata: { grant_types: ['client_credentials'] },
        policies: [{ name: 'documents', version: 1 }],
      });
      expectRefusal(await tokenFor(client_id, governed), 400, 'access_denied');
      await by.post(`/admin/client-documents/${encodeURIComponent(client_id)}/enable`);
      expect((await tokenFor(client_id, governed)).status).toBe(200);
      host.publish(new URL(client_id).pathname, { ...keyed(), client_name: 'Another name' });
      expect((await read(client_id, by)).json).toMatchObject({ status: 'pending' });
      expectRefusal(await tokenFor(client_id, governed), 400, 'access_denied');
      await governed.close();
    });
  });
});
