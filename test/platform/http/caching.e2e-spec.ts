import { METHODS } from 'node:http';
import { addressOf, type Route, routesOf } from '../../support/routes';
import { createTestApp } from '../../support/test-app';
import type { Answer, TestServer } from '../../support/test-server';

/** Every address whose successful response anyone may keep. A new one has to be added here. */
const PUBLIC = [
  /^\/\.well-known\/(jwks\.json|oauth-authorization-server|oauth-protected-resource\/(register|admin))$/,
  /^\/(openapi\.json|docs|docs\/.+)$/,
];
/** Methods that fetch cannot send. */
const UNSENDABLE = ['TRACE', 'TRACK', 'CONNECT'];
const SENDABLE = METHODS.filter((method) => !UNSENDABLE.includes(method));
/** These are sent to all addresses, the others to few: an address without a route for a method is one case for all of them. */
const USUAL = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
const FEW = 6;

const cachingOf = ({ headers }: Answer): (string | null)[] => [headers.get('cache-control'), headers.get('pragma')];

describe('what may be kept', () => {
  let server: TestServer;
  let routes: Route[];

  beforeAll(async () => {
    server = await createTestApp({ CORS_ORIGINS: 'https://app.example' });
    const addresses = new Set(routesOf(server).map(({ url }) => url));
    routes = [...addresses]
      .filter((url) => !url.includes('*'))
      .flatMap((url, at) => (at < FEW ? SENDABLE : USUAL).map((method) => ({ method, url })));
  });

  afterAll(() => server.close());

  it('nothing but successful responses of public documents, at all addresses, and for all methods', async () => {
    const kept = new Set<string>();
    for (const route of routes) {
      const answer = await server.send(route.method, addressOf(route));
      const isPublic = ['GET', 'HEAD'].includes(route.method) && PUBLIC.some((address) => address.test(route.url));
      if (isPublic && answer.status === 200) {
        expect([route, ...cachingOf(answer)]).toEqual([route, 'public, max-age=300', null]);
        kept.add(route.url);
      } else expect([route, ...cachingOf(answer)]).toEqual([route, 'no-store', 'no-cache']);
    }
    expect(routes.length).toBeGreaterThan(500);
    for (const address of PUBLIC) expect([...kept].some((url) => address.test(url))).toBe(true);
  });

  it.each([
    ['an address that does not exist', 'GET', '/nowhere'],
    ['a preflight of such an address', 'OPTIONS', '/nowhere'],
    ['an address that the router cannot read', 'GET', '/%zz'],
    ['the redirect of a browser', 'GET', '/'],
  ])('%s is not cacheable', async (_, method, path) => {
    const answer = await server.send(method, path, { Accept: 'text/html', Origin: 'https://app.example' });
    expect(cachingOf(answer)).toEqual(['no-store', 'no-cache']);
  });

  it.each(['GET', 'HEAD'])('%s of a public document that the caller has already is answered by 304', async (method) => {
    for (const path of ['/.well-known/jwks.json', '/openapi.json', '/docs', '/docs/page.css']) {
      const { headers, status } = await server.send(method, path);
      const etag = headers.get('etag') ?? '';
      expect([path, status, etag]).toEqual([path, 200, expect.stringMatching(/^".+"$/)]);
      const again = await server.send(method, path, { 'If-None-Match': etag });
      expect([again.status, again.text.length, again.headers.get('etag')]).toEqual([304, 0, etag]);
      expect(cachingOf(again)).toEqual(['public, max-age=300', null]);
    }
  });
});
