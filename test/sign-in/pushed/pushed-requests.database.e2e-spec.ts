import { SignJWT } from 'jose';
import { PushedRequestRepository } from '../../../src/features/sign-in/pushed/pushed-request.repository';
import { basic } from '../../support/basic';
import { aKey, anAssertion, assertionParameters } from '../../support/assertions';
import { authorizationOf, pkce, registerApp, RESOURCE, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { startDocumentHost } from '../../support/document-host';
import { pass } from '../../support/grants';
import { managing } from '../../support/managing';
import { aProof, aProofKey } from '../../support/proofs';
import { expectRefusal } from '../../support/refusal';
import { codeOf, expectPage } from '../../support/responses';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
type Own = Readonly<Record<string, string | undefined>>;

/** Without what is not sent. */
const queryOf = (all: Own): string =>
  new URLSearchParams(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString();

describe('pushed authorization requests', () => {
  let database: TestDatabase;
  let nodes: readonly [TestServer, TestServer];
  let upstream: TestUpstream;
  let client: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    const first = await startSignIn({}, database);
    ({ upstream } = first);
    nodes = [first.server, (await startSignIn({}, database, upstream)).server];
    client = await registerApp(nodes[0]);
  });

  afterEach(() => jest.useRealTimers());

  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
    await upstream.close();
  });

  const push = (own: Own = {}, headers: Readonly<Record<string, string>> = {}, at = nodes[0]): Promise<Answer> =>
    at.send('POST', '/par', { ...FORM, ...headers }, authorizationOf(client.client_id, own).toString());
  const pushed = async (own: Own = {}): Promise<string> => String((await push(own)).json['request_uri']);
  const use = (request_uri: string, others: Own = {}, browser = new TestBrowser(nodes)): Promise<Shown> => {
    return browser.open(`/authorize?${queryOf({ client_id: client.client_id, request_uri, ...others })}`);
  };

  it('a pushed request leads to the page and the code, on other nodes too', async () => {
    const answer = await push();
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: 60,
    });
    const browser = new TestBrowser([nodes[1]]);
    const page = await use(String(answer.json['request_uri']), {}, browser);
    expect(page.status).toBe(200);
    const end = await browser.submit(page, { decision: 'allow' });
    expect(end.location?.searchParams.get('code')).toBeTruthy();
    expect(end.location?.searchParams.get('state')).toBe('the state');
  });

  it('nothing beside the reference counts', async () => {
    const page = await use(await pushed({ scope: 'read' }), {
      scope: 'read write admin',
      redirect_uri: 'https://evil.example/cb',
      resource: 'https://other.example/mcp',
      state: 'of somebody else',
      prompt: 'none',
    });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('evil.example');
    expect(page.text).not.toContain('other.example');
    expect(page.text).not.toContain('name="scope" value="write"');
  });

  it('a reference is used once: again, at the same time on two nodes, late, or by another client it is a page', async () => {
    const request_uri = await pushed();
    expect((await use(request_uri)).status).toBe(200);
    const again = await use(request_uri);
    expect([again.status, again.location]).toEqual([400, undefined]);
    const raced = await pushed();
    const both = await Promise.all(nodes.map((node) => use(raced, {}, new TestBrowser([node]))));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    const other = await registerApp(nodes[0]);
    const foreign = await use(await pushed(), { client_id: other.client_id });
    expect([foreign.status, foreign.location]).toEqual([400, undefined]);
    const late = await pushed();
    pass(61);
    expect((await use(late)).status).toBe(400);
    expect((await use('urn:ietf:params:oauth:request_uri:unknown')).status).toBe(400);
    expect((await use(`urn:ietf:params:oauth:request_uri:${'a'.repeat(5000)}`)).status).toBe(400);
  });

  it('the page can be loaded again in its own browser before the decision, and there is one code', async () => {
    const [request_uri, browser] = [await pushed(), new TestBrowser(nodes)];
    const first = await use(request_uri, {}, browser);
    const again = await use(request_uri, {}, browser);
    expect(again.status).toBe(200);
    expect((await use(request_uri)).status).toBe(400);
    expect((await browser.submit(first, { decision: 'allow' })).status).toBe(400);
    pass(20 * 60);
    await nodes[0].app.get(PushedRequestRepository, { strict: false }).sweep();
    const later = await use(request_uri, {}, browser);
    expect(later.status).toBe(200);
    expect((await browser.submit(again, { decision: 'allow' })).status).toBe(400);
    expect(codeOf((await browser.submit(later, { decision: 'allow' })).location)).toBeTruthy();
    const late = await use(request_uri, {}, browser);
    expect([late.status, late.location]).toEqual([400, undefined]);
  });

  it.each([
    ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example/cb' }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['the method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown resource', { resource: 'https://unknown.example' }, 'invalid_target'],
    ['no scope that is offered', { scope: 'nothing' }, 'invalid_scope'],
    ['a reference inside', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
    ['a malformed key', { dpop_jkt: 'x' }, 'invalid_request'],
    ['a relative resource', { resource: '/mcp' }, 'invalid_target'],
    ['a malformed scope', { scope: 'a"b' }, 'invalid_scope'],
    ['a long state', { state: 'a'.repeat(5000) }, 'invalid_request'],
    ['another response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['prompts that exclude each other', { prompt: 'none login' }, 'invalid_request'],
    ['an object that is none', { request: 'x' }, 'invalid_request_object'],
    ['authorization details', { authorization_details: '[]' }, 'invalid_authorization_details'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ])('%s is refused as JSON', async (_what, own, error) => {
    expectRefusal(await push(own), 400, error);
  });

  it('other methods, other media types and unknown clients are refused', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      expectRefusal(await nodes[0].send(method, '/par'), 405, 'invalid_request');
    expectRefusal(await push({ state: 'a'.repeat(70_000) }), 413, 'invalid_request');
    expect((await nodes[0].send('POST', '/par', { 'Content-Type': 'application/json' }, '{}')).status).toBe(400);
    expectRefusal(await push({ client_id: 'unknown' }), 401, 'invalid_client');
    expectRefusal(await push({ state: 'a'.repeat(17_000) }), 400, 'invalid_request');
    const form = `${authorizationOf(client.client_id, { state: undefined }).toString()}&state=%00`;
    expectRefusal(await nodes[0].send('POST', '/par', FORM, form), 400, 'invalid_request');
  });

  it('a confidential client authenticates as at the token endpoint', async () => {
    const confidential = await registerApp(nodes[0], { token_endpoint_auth_method: 'client_secret_basic' });
    const own = { client_id: confidential.client_id };
    expectRefusal(await push(own), 401, 'invalid_client');
    expectRefusal(await push(own, basic(confidential.client_id, 'wrong')), 401, 'invalid_client');
    const answer = await push({ client_id: undefined }, basic(confidential.client_id, confidential.client_secret));
    expect(answer.status).toBe(201);
    expect((await use(String(answer.json['request_uri']), own)).status).toBe(200);
  });

  it('a client that requires pushed requests, or a server, refuses others', async () => {
    const strict = await registerApp(nodes[0], { require_pushed_authorization_requests: true });
    const plain = authorizationOf(strict.client_id).toString();
    const page = await new TestBrowser(nodes).open(`/authorize?${plain}`);
    expect(page.text).toContain('must be pushed');
    const answer = await push({ client_id: strict.client_id });
    expect((await use(String(answer.json['request_uri']), { client_id: strict.client_id })).status).toBe(200);
    const { server } = await startSignIn(
      { REQUIRE_PUSHED_REQUESTS: 'true', ERROR_REDIRECTS: 'always' },
      database,
      upstream,
    );
    const refused = await new TestBrowser([server]).openOnly(
      `/authorize?${authorizationOf(client.client_id).toString()}`,
    );
    expect(refused.location?.searchParams.get('error')).toBe('invalid_request');
    expect((await server.get('/.well-known/oauth-authorization-server')).json).toMatchObject({
      pushed_authorization_request_endpoint: 'http://localhost:3000/par',
      require_pushed_authorization_requests: true,
      request_uri_parameter_supported: false,
    });
    await server.close();
  });

  it('a proof at the endpoint binds the code to its key, and a request that names another key is refused', async () => {
    const key = await aProofKey();
    const proof = (): Promise<string> => aProof(key, { path: '/par' });
    const { verifier, challenge } = pkce();
    const bound = await push({ code_challenge: challenge }, { DPoP: await proof() });
    expect(bound.status).toBe(201);
    const browser = new TestBrowser(nodes);
    const end = await browser.submit(await use(String(bound.json['request_uri']), {}, browser), { decision: 'allow' });
    const form = { grant_type: 'authorization_code', client_id: client.client_id, code: codeOf(end.location) };
    const redeem = (headers: Readonly<Record<string, string>>): Promise<Answer> =>
      nodes[1].token({ ...form, code_verifier: verifier }, headers);
    expectRefusal(await redeem({}), 400, 'invalid_grant');
    expectRefusal(await redeem({ DPoP: await aProof(await aProofKey()) }), 400, 'invalid_grant');
    expect((await redeem({ DPoP: await aProof(key) })).json).toMatchObject({ token_type: 'DPoP' });
    expectRefusal(await push({ dpop_jkt: 'a'.repeat(42) + 'A' }, { DPoP: await proof() }), 400, 'invalid_dpop_proof');
    const used = await proof();
    expect((await push({}, { DPoP: used })).status).toBe(201);
    expectRefusal(await push({}, { DPoP: used }), 400, 'invalid_dpop_proof');
  });

  it('a client that changed after it pushed is judged as it is now', async () => {
    const changed = await registerApp(nodes[0], {
      redirect_uris: ['https://app.example/cb', 'https://app.example/other'],
    });
    const answer = await push({ client_id: changed.client_id });
    const managed = managing(nodes[1], changed);
    expect((await managed.patch({ redirect_uris: ['https://app.example/other'] })).status).toBe(200);
    const page = await use(String(answer.json['request_uri']), { client_id: changed.client_id });
    expect([page.status, page.location]).toEqual([400, undefined]);
    const renamed = await registerApp(nodes[0]);
    const [browser, own] = [new TestBrowser(nodes), { client_id: renamed.client_id }];
    const { json } = await push(own);
    expect((await use(String(json['request_uri']), own, browser)).status).toBe(200);
    expect((await managing(nodes[1], renamed).patch({ client_name: 'Another name' })).status).toBe(200);
    expectPage(await use(String(json['request_uri']), own, browser), /The application has changed meanwhile/);
  });

  it('a document is read when its client pushes its first request', async () => {
    const host = await startDocumentHost();
    const { server } = await startSignIn(
      { FETCH_ALLOW_PRIVATE_HOSTS: `127.0.0.1 localhost:${host.port}`, FETCH_CA: host.caFile },
      database,
      upstream,
    );
    const key = await aKey('ES256');
    const members = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } };
    const client_id = host.publish('/client.json', { ...members, redirect_uris: ['https://app.example/cb'] });
    const credentials = assertionParameters(await anAssertion(client_id, 'ES256', key.privateKey));
    const answer = await push({ client_id, ...credentials }, {}, server);
    expect(answer.status).toBe(201);
    expectRefusal(await push({ client_id }, {}, server), 401, 'invalid_client');
    expectRefusal(await push({ client_id: host.at('/other.json') }, {}, server), 400, 'invalid_client');
    const page = await use(String(answer.json['request_uri']), { client_id }, new TestBrowser([server]));
    expect(page.status).toBe(200);
    expect(page.text).toContain(RESOURCE);
    host.serve('/keys.json', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: [key.publicJwk] }));
    });
    const remote = host.publish('/remote.json', {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: host.at('/keys.json'),
      redirect_uris: ['https://app.example/cb'],
    });
    const claims = { iss: remote, aud: 'http://localhost:3000', exp: Math.floor(Date.now() / 1000) + 60 };
    const request = await new SignJWT({ ...Object.fromEntries(authorizationOf(remote)), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: String(key.publicJwk.kid) })
      .sign(key.privateKey);
    const own = assertionParameters(await anAssertion(remote, 'ES256', key.privateKey));
    expect((await push({ client_id: remote, request, ...own }, {}, server)).status).toBe(201);
    await server.close();
    await host.close();
  });
});
