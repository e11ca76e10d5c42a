import { administering, type Administrator } from '../support/administering';
import { aKey, anAssertion, assertionParameters } from '../support/assertions';
import { authorizationUrl, pkce, startSignIn } from '../support/authorizing';
import { type Shown, TestBrowser } from '../support/browser';
import { type DocumentHost, startDocumentHost } from '../support/document-host';
import { eventsOfType } from '../support/logged-events';
import { expectRefusal } from '../support/refusal';
import { codeOf, expectPage } from '../support/responses';
import type { Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';
import type { TestUpstream } from '../support/upstream';

const NOT_VALID = 'The description of the application is not valid';
const NOT_FETCHED = 'The description of the application cannot be fetched';
const UNKNOWN = 'This application is not known here';
const ASKS = 'Allow access?';
const REDIRECT = { redirect_uris: ['https://app.example/cb'] };

describe('an authorization request by a client id metadata document', () => {
  let host: DocumentHost;
  let server: TestServer;
  let upstream: TestUpstream;
  let administrator: Administrator;
  let number = 0;

  const variablesOf = ({ port, caFile }: DocumentHost): Variables => ({
    FETCH_ALLOW_PRIVATE_HOSTS: `127.0.0.1 localhost:${port}`,
    FETCH_CA: caFile,
  });

  beforeAll(async () => {
    host = await startDocumentHost();
    ({ server, upstream } = await startSignIn({
      ...variablesOf(host),
      RATE_LIMIT_CLIENT_DOCUMENTS: '0',
      RATE_LIMIT_CLIENT_DOCUMENTS_HOST: '0',
      CONSENT_MEMORY: 'https',
    }));
    administrator = await administering(server);
  });

  afterAll(async () => {
    await server.close();
    await upstream.close();
    await host.close();
  });

  const aPath = (): string => `/client-${(number += 1)}.json`;
  const open = (client_id: string, own = {}, browser = new TestBrowser([server])): Promise<Shown> =>
    browser.open(authorizationUrl(client_id, own));
  const refresh = (client_id: string): Promise<Answer> =>
    administrator.post(`/admin/client-documents/${encodeURIComponent(client_id)}/refresh`);

  it('leads from the page, which names the host of the document, to tokens and their refresh', async () => {
    const client_id = host.publish(aPath(), { ...REDIRECT, grant_types: ['authorization_code', 'refresh_token'] });
    const { verifier, challenge } = pkce();
    const browser = new TestBrowser([server]);
    const page = await open(client_id, { code_challenge: challenge }, browser);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/described by a document at <bdi[^>]*>localhost<\/bdi>/);
    const code = codeOf((await browser.submit(page, { decision: 'allow' })).location);
    const form = { grant_type: 'authorization_code', client_id, code, code_verifier: verifier };
    const tokens = await server.token({ ...form, redirect_uri: 'https://app.example/cb' });
    expect(tokens.status).toBe(200);
    const refresh_token = String(tokens.json['refresh_token']);
    expect((await server.token({ grant_type: 'refresh_token', client_id, refresh_token })).status).toBe(200);
    expect(host.requests.filter((path) => client_id.endsWith(path))).toHaveLength(1);
  });

  it('a client with a key has to use it for the code, and gets nothing as a public client', async () => {
    const key = await aKey('ES256');
    const client_id = host.publish(aPath(), {
      ...REDIRECT,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      jwks: { keys: [key.publicJwk] },
    });
    const { verifier, challenge } = pkce();
    const browser = new TestBrowser([server]);
    const page = await open(client_id, { code_challenge: challenge }, browser);
    const code = codeOf((await browser.submit(page, { decision: 'allow' })).location);
    const form = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: 'https://app.example/cb',
    };
    expectRefusal(await server.token({ ...form, client_id }), 401, 'invalid_client');
    const credentials = assertionParameters(await anAssertion(client_id, 'ES256', key.privateKey));
    expect((await server.token({ ...form, ...credentials })).status).toBe(200);
  });

  it('a loopback redirect URI without a port matches every port, localhost included', async () => {
    const client_id = host.publish(aPath(), {
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
    });
    for (const redirect_uri of ['http://localhost:49999/callback', 'http://127.0.0.1:3118/callback'])
      expect((await open(client_id, { redirect_uri })).status).toBe(200);
    expect((await open(client_id, { redirect_uri: 'http://localhost:49999/other' })).status).toBe(400);
  });

  it('patterns among redirect URIs match nothing, and dot segments and markup in the identifier do nothing', async () => {
    const pattern = host.publish(aPath(), { redirect_uris: ['https://*.example/cb'] });
    expectPage(await open(pattern), NOT_VALID);
    const path = aPath();
    const client_id = host.publish(path, REDIRECT);
    for (const other of [`/x/..${path}`, `/x/%2e%2e${path}`, `/.${path}`])
      expectPage(await open(`${host.url}${other}`), NOT_VALID);
    expectPage(await open(`${client_id}"><script>alert(1)</script>`), NOT_VALID);
    const named = host.publish(aPath(), { ...REDIRECT, client_name: '<script>alert(1)</script>"\'&' });
    const page = await open(named);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('&lt;script&gt;');
  });

  it('no address inside is reached, nothing is followed, and a slow or large document ends the request', async () => {
    const before = host.connections();
    for (const inside of [
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/client.json',
      `https://127.0.0.2:${host.port}/client.json`,
      `https://[::1]:${host.port}/client.json`,
      `https://[::ffff:7f00:1]:${host.port}/client.json`,
      `https://2130706433:${host.port}/client.json`,
    ])
      expect([400, 503]).toContain((await open(inside)).status);
    expect(host.connections()).toBe(before);
    const target = host.publish(aPath(), REDIRECT);
    const moved = host.publish(aPath(), {}, { status: 302, headers: { Location: target }, body: '' });
    expectPage(await open(moved), NOT_VALID);
    expect(host.requests.filter((path) => target.endsWith(path))).toEqual([]);
    expectPage(await open(host.publish(aPath(), { client_name: 'a'.repeat(6000) })), NOT_VALID);
    const slow = aPath();
    host.serve(slow, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
      const drip = setInterval(() => response.write(' '), 500);
      response.once('close', () => {
        clearInterval(drip);
      });
    });
    expectPage(await open(host.at(slow)), NOT_FETCHED, 503);
  });

  it('invented addresses are limited by browser, and cost their caller alone', async () => {
    const limited = await startSignIn({ ...variablesOf(host), RATE_LIMIT_CLIENT_DOCUMENTS: '3' }, undefined, upstream);
    const browser = new TestBrowser([limited.server]);
    const statuses = [];
    for (let times = 0; times < 5; times += 1)
      statuses.push((await open(host.at(`/invented-${times}.json`), {}, browser)).status);
    expect(statuses).toEqual([400, 400, 400, 503, 503]);
    expect(host.requests.filter((path) => path.startsWith('/invented-'))).toHaveLength(3);
    await limited.server.close();
  });

  it('a document does not bring a disabled client back, and its decision in progress ends', async () => {
    const client_id = host.publish(aPath(), REDIRECT);
    const browser = new TestBrowser([server]);
    const page = await open(client_id, {}, browser);
    expect(page.status).toBe(200);
    await administrator.post(`/admin/client-documents/${encodeURIComponent(client_id)}/disable`);
    expect((await browser.submit(page, { decision: 'allow' })).location).toBeUndefined();
    await refresh(client_id);
    expectPage(await open(client_id), UNKNOWN);
    const enabled = await administrator.post(`/admin/client-documents/${encodeURIComponent(client_id)}/enable`);
    expect(enabled.status).toBe(204);
    expect((await open(client_id)).status).toBe(200);
  });

  it('what a user allowed is remembered until the document changes what users recognise it by', async () => {
    const path = aPath();
    const client_id = host.publish(path, REDIRECT);
    const browser = new TestBrowser([server]);
    await browser.submit(await open(client_id, {}, browser), { decision: 'allow' });
    expect(codeOf((await open(client_id, {}, browser)).location)).toBeTruthy();
    host.publish(path, { redirect_uris: [...REDIRECT.redirect_uris, 'https://app.example/other'] });
    await refresh(client_id);
    expectPage(await open(client_id, {}, browser), ASKS, 200);
  });

  it('nobody is asked about a document that the operator trusts, until it changes what people recognise it by', async () => {
    const path = aPath();
    const client_id = host.publish(path, { ...REDIRECT, is_consent_disabled: true });
    const stored = `/admin/client-documents/${encodeURIComponent(client_id)}`;
    const trust = (value: unknown): Promise<Answer> =>
      administrator.post(`${stored}/consent`, { is_consent_disabled: value });
    expectRefusal(await trust(true), 404, 'not_found');
    expectPage(await open(client_id), ASKS, 200);
    expectRefusal(await trust('yes'), 400, 'invalid_request');
    expect((await trust(true)).json).toMatchObject({ consent_disabled_at: expect.any(String) });
    expect(codeOf((await open(client_id)).location)).toBeTruthy();
    host.publish(path, { ...REDIRECT, tos_uri: 'https://app.example/terms' });
    await refresh(client_id);
    expect(codeOf((await open(client_id)).location)).toBeTruthy();
    host.publish(path, { ...REDIRECT, client_name: 'Another name' });
    await refresh(client_id);
    expectPage(await open(client_id), ASKS, 200);
    const changes = (await eventsOfType(server, 'client_document.changed'))
      .filter((one) => one.client_id === client_id)
      .map(({ data }) => data.changes['is_consent_disabled']);
    expect(changes).toEqual([{ before: false, after: true }, undefined, { before: true, after: false }]);
    await trust(true);
    await administrator.post(`${stored}/disable`);
    expectRefusal(await trust(true), 409, 'invalid_request');
    await administrator.post(`${stored}/enable`);
    expectPage(await open(client_id), ASKS, 200);
  });

  it('a host that does not respond is told apart from an invalid document and from an unknown client', async () => {
    const away = await open(host.publish(aPath(), {}, { status: 403 }));
    expectPage(away, NOT_FETCHED, 503);
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
    const invalid = await open(host.publish(aPath(), { client_secret: 'x' }));
    expectPage(invalid, NOT_VALID);
    expect(invalid.text).toContain('client_secret must not be in a document');
    expectPage(await open('http://localhost/client.json'), UNKNOWN);
  });

  it('a redirect URI that the document does not have any more is refused at the decision', async () => {
    const path = aPath();
    const client_id = host.publish(path, REDIRECT);
    const browser = new TestBrowser([server]);
    const page = await open(client_id, {}, browser);
    host.publish(path, { redirect_uris: ['https://app.example/other'] });
    expect((await refresh(client_id)).status).toBe(200);
    const end = await browser.submit(page, { decision: 'allow' });
    expect([end.status, end.location]).toEqual([400, undefined]);
  });
});
