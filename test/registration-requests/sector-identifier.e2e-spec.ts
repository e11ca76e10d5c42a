import { aWebClient } from '../support/a-client';
import { ALL_BUT_DATE } from '../support/all-but-date';
import { fetchVariables, type HttpsServer, type Page, startHttpsServer } from '../support/https-server';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

describe('sector identifiers', () => {
  let server: TestServer;
  let others: HttpsServer;

  beforeAll(async () => {
    others = await startHttpsServer();
    server = await createTestApp({
      ...fetchVariables(others),
      SUBJECT_TYPES: 'public pairwise',
      GRANT_TYPES: 'authorization_code refresh_token urn:openid:params:grant-type:ciba',
    });
  });

  afterAll(async () => {
    await server.close();
    await others.close();
  });

  const REDIRECT = 'https://app.example/callback';
  let documents = 0;
  /** Registers with a document at an address of its own, since what came of an address is remembered. */
  const register = (page: Page | undefined, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
    const path = `/sector/${(documents += 1)}`;
    if (page) others.serve(path, page);
    return registerAt(`${others.url}${path}`, own);
  };
  const registerAt = (sector_identifier_uri: string, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    server.postRegister(aWebClient({ subject_type: 'pairwise', sector_identifier_uri, ...own }));
  const expectRefusal = ({ status, json }: Answer, description: RegExp): void => {
    expect(status).toBe(400);
    expect(json['error']).toBe('invalid_client_metadata');
    expect(json['error_description']).toMatch(description);
  };

  it('every redirect URI is listed', async () => {
    const sector_identifier_uri = `${others.url}/listed`;
    others.serve('/listed', ['https://other.example/', REDIRECT]);
    const { status, json } = await registerAt(sector_identifier_uri);
    expect(status).toBe(201);
    expect(json).toMatchObject({ subject_type: 'pairwise', sector_identifier_uri });
  });

  it('the hosts may differ when a sector names them all', async () => {
    const redirect_uris = [REDIRECT, 'https://app.example.org/callback'];
    expect((await register(redirect_uris, { redirect_uris })).status).toBe(201);
  });

  it('the address is not https', async () => {
    expectRefusal(
      await register(undefined, { sector_identifier_uri: 'http://app.example/sector' }),
      /^sector_identifier_uri must /,
    );
  });

  it.each<[string, Page]>([
    ['an object', { redirect_uris: [REDIRECT] }],
    ['a list with a number', [REDIRECT, 1]],
    ['a list in a list', [[REDIRECT]]],
  ])('the document is %s', async (_what, page) => {
    expectRefusal(await register(page), /^sector_identifier_uri must lead to a JSON array of strings; /);
  });

  it.each<[string, Page]>([
    ['is not there', (_request, response) => response.writeHead(404, { 'Content-Type': 'application/json' }).end('[]')],
    ['is moved', (_request, response) => response.writeHead(302, { Location: '/other' }).end()],
    ['is no JSON', (_request, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('[')],
    ['is longer than 64 KiB', [REDIRECT, 'x'.repeat(65_536)]],
  ])('the document %s', async (_what, page) => {
    expectRefusal(await register(page), /^sector_identifier_uri could not be fetched; /);
  });

  it.each([
    ['is missing', []],
    ['differs by a slash', [`${REDIRECT}/`]],
    ['differs by case', ['https://APP.example/callback']],
    ['differs by an escape', ['https://app.example/%63allback']],
    ['differs by its port', ['https://app.example:443/callback']],
  ])('a redirect URI %s', async (_how, listed) => {
    expectRefusal(await register(listed), /^redirect_uris\[0\] must be listed at sector_identifier_uri; /);
  });

  it('the second of two redirect URIs is missing', async () => {
    const answer = await register([REDIRECT], { redirect_uris: [REDIRECT, 'https://app.example/second'] });
    expectRefusal(answer, /^redirect_uris\[1\] must be listed/);
  });

  it('the list is checked for public subjects too', async () => {
    expectRefusal(await register([], { subject_type: 'public' }), /^redirect_uris\[0\]/);
  });

  it('an address that is not public is not fetched', async () => {
    const before = others.connections();
    for (const host of [`127.0.0.1:${others.port}`, '169.254.169.254', '[::ffff:10.0.0.1]', '2130706433'])
      expectRefusal(
        await register(undefined, { sector_identifier_uri: `https://${host}/sector` }),
        /^sector_identifier_uri (could not be fetched|must )/,
      );
    expect(others.connections()).toBe(before);
  });

  it('a document is fetched once a minute, whether or not it could be had', async () => {
    const asked = (path: string): number => others.requests.filter((one) => one === path).length;
    others.serve('/once', [REDIRECT]);
    for (let time = 0; time < 3; time += 1) expect((await registerAt(`${others.url}/once`)).status).toBe(201);
    expect(asked('/once')).toBe(1);
    for (const [path, description] of [
      ['/absent', /^sector_identifier_uri could not be fetched; .* and try again in a minute$/],
      ['/object', /^sector_identifier_uri must lead to a JSON array of strings; .* and try again in a minute$/],
    ] as const) {
      if (path === '/object') others.serve(path, {});
      for (let time = 0; time < 3; time += 1) expectRefusal(await registerAt(`${others.url}${path}`), description);
      expect(asked(path)).toBe(1);
    }
    others.serve('/absent', [REDIRECT]);
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + 60_000 });
    try {
      expect((await registerAt(`${others.url}/absent`)).status).toBe(201);
    } finally {
      jest.useRealTimers();
    }
  });

  it('logo_uri and its like are never fetched', async () => {
    const before = others.requests.length;
    const uri = `${others.url}/asked`;
    const { status } = await server.postRegister(
      aWebClient({ logo_uri: uri, client_uri: uri, tos_uri: uri, policy_uri: uri, jwks_uri: uri }),
    );
    expect(status).toBe(201);
    expect(others.requests).toHaveLength(before);
  });

  it('a document is not fetched for metadata that are refused anyway', async () => {
    const before = others.requests.length;
    expectRefusal(await register([REDIRECT], { client_name: 1 }), /^client_name must/);
    expect(others.requests).toHaveLength(before);
  });

  describe('of CIBA clients (OpenID CIBA 1.0 section 4)', () => {
    const ciba = {
      grant_types: ['urn:openid:params:grant-type:ciba'],
      redirect_uris: [],
      response_types: [],
      jwks_uri: 'https://app.example/keys',
      token_endpoint_auth_method: 'private_key_jwt',
      backchannel_token_delivery_mode: 'poll',
    };
    const notified = { backchannel_client_notification_endpoint: 'https://app.example/notify' };

    it('jwks_uri must be listed in the modes poll and ping', async () => {
      expect((await register(['https://app.example/keys'], ciba)).status).toBe(201);
      expectRefusal(await register([], ciba), /^jwks_uri must be listed/);
      const ping = { ...ciba, ...notified, backchannel_token_delivery_mode: 'ping' };
      expectRefusal(await register(['https://app.example/notify'], ping), /^jwks_uri must be listed/);
    });

    it('the notification endpoint must be listed in the mode push', async () => {
      const push = { ...ciba, ...notified, backchannel_token_delivery_mode: 'push' };
      expect((await register(['https://app.example/notify'], push)).status).toBe(201);
      expectRefusal(
        await register(['https://app.example/keys'], push),
        /^backchannel_client_notification_endpoint must be listed/,
      );
    });
  });
});
