import { aClient } from '../../support/a-client';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';
import { WITH_SIGN_IN } from '../../support/with-sign-in';

const ORIGIN = 'https://app.example';
const PREFLIGHT = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT' };

describe('pages of other origins', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ CORS_ORIGINS: `https://other.example ${ORIGIN}`, CORS_HEADERS: 'X-Trace-Id, X-B3' });
  });

  afterAll(() => server.close());

  it.each([
    ['/register', 'OPTIONS, POST'],
    ['/register/some-client', 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['/token', 'OPTIONS, POST'],
  ])('the preflight of %s is answered', async (path, allow) => {
    const { status, headers, text } = await server.send('OPTIONS', path, PREFLIGHT);
    expect([status, text, headers.get('allow')]).toEqual([204, '', allow]);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-methods')?.split(', ')).toEqual(expect.arrayContaining(allow.split(', ')));
    for (const name of ['Authorization', 'Content-Type', 'If-Match', 'Idempotency-Key', 'DPoP'])
      expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
    expect(headers.get('vary')).toBe('Origin');
  });

  it.each(['MCP-Protocol-Version', 'If-None-Match', 'X-Trace-Id', 'X-B3'])(
    'may send %s: browsers ask before, and CORS_HEADERS names what is not used here',
    async (name) => {
      const { headers } = await server.send('OPTIONS', '/.well-known/oauth-authorization-server', {
        ...PREFLIGHT,
        'Access-Control-Request-Headers': name.toLowerCase(),
      });
      expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
    },
  );

  it('may read which methods an address has', async () => {
    const { headers } = await server.send('PUT', '/register', { Origin: ORIGIN });
    expect(headers.get('allow')).toBe('OPTIONS, POST');
    expect(headers.get('access-control-expose-headers')?.split(', ')).toContain('Allow');
  });

  it('they may read what they need of an answer, a refusal included', async () => {
    for (const { headers } of [
      await server.send('GET', '/register/some-client', { Origin: ORIGIN }),
      await server.postRegister(aClient(), { Origin: ORIGIN, Authorization: `Bearer ${await server.registerToken()}` }),
    ]) {
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      const exposed = headers.get('access-control-expose-headers')?.split(', ');
      for (const name of ['WWW-Authenticate', 'DPoP-Nonce', 'ETag', 'Location', 'Retry-After', 'X-Request-Id'])
        expect(exposed).toContain(name);
    }
  });

  it.each(['https://evil.example', 'null', `${ORIGIN}.evil.example`])('%s is not permitted', async (Origin) => {
    const { headers } = await server.send('OPTIONS', '/register', { ...PREFLIGHT, Origin });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  it('are permitted only if the operator configures it; without that OPTIONS returns Allow alone', async () => {
    const closed = await createTestApp();
    const { status, headers } = await closed.send('OPTIONS', '/register', PREFLIGHT);
    expect([status, headers.get('allow')]).toEqual([204, 'OPTIONS, POST']);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    await closed.close();
  });
});

describe('pages of other origins where people sign in', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ ...WITH_SIGN_IN, REGISTRATION_MODE: 'open' });
  });

  afterAll(() => server.close());

  const headersOf = async (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
    (await server.send(method, path, { Origin: ORIGIN, ...headers })).headers;

  it.each([
    ['POST', '/token'],
    ['POST', '/register'],
    ['POST', '/register/validate'],
    ['GET', '/register/some-client'],
    ['POST', '/par'],
    ['POST', '/revoke'],
    ['GET', '/.well-known/oauth-authorization-server'],
    ['GET', '/.well-known/openid-configuration'],
    ['GET', '/.well-known/oauth-authorization-server/mcp'],
    ['GET', '/.well-known/jwks.json'],
    ['GET', '/resource-metadata?resource=https%3A%2F%2Fmcp.example%2Fmcp'],
    ['GET', '/resource-metadata?resource=unknown'],
  ])('of any origin may read the response to %s %s, a refusal included', async (method, path) => {
    const headers = await headersOf(method, path);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const exposed = headers.get('access-control-expose-headers')?.split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['DPoP-Nonce', 'WWW-Authenticate', 'Retry-After']));
  });

  it.each(['/token', '/register', '/revoke', '/.well-known/oauth-authorization-server'])(
    'may ask before a request to %s',
    async (path) => {
      const headers = await headersOf('OPTIONS', path, { 'Access-Control-Request-Method': 'POST' });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['Authorization', 'Content-Type', 'DPoP', 'MCP-Protocol-Version']),
      );
    },
  );

  it.each([
    ...['/authorize', '/sign-in/decision', '/sign-in/corp/callback', '/sign-in/applications', '/introspect'],
    ...['/sign-in/upstream', '/sign-in/logout', '/sign-in/signed-out'],
  ])('never read %s, whatever CORS_ORIGINS permits', async (path) => {
    const open = await createTestApp({ ...WITH_SIGN_IN, CORS_ORIGINS: '*' });
    for (const node of [server, open])
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { headers } = await node.send(method, path, { ...PREFLIGHT });
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    await open.close();
  });

  it('may read what CORS_ORIGINS permits besides', async () => {
    expect((await headersOf('GET', '/openapi.json')).get('access-control-allow-origin')).toBeNull();
    const open = await createTestApp({ ...WITH_SIGN_IN, CORS_ORIGINS: ORIGIN });
    const { headers } = await open.send('GET', '/openapi.json', { Origin: ORIGIN });
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    await open.close();
  });
});
