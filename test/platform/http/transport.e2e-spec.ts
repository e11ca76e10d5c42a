import { AsyncResource } from 'node:async_hooks';
import { aClient } from '../../support/a-client';
import { head, rawHttp } from '../../support/raw-http';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';

const PATHS = {
  '/token': 'POST',
  '/register': 'POST',
  '/.well-known/oauth-authorization-server': 'GET',
  '/.well-known/jwks.json': 'GET',
  '/health/live': 'GET',
  '/health/ready': 'GET',
};

describe('the transport', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  describe.each(Object.entries(PATHS))('%s', (path, known) => {
    it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => method !== known))(
      '%s gives 405 with Allow',
      async (method) => {
        const answer = await server.send(method, path);
        expectRefusal(answer, 405, 'invalid_request');
        expect(answer.headers.get('allow')?.split(', ')).toContain(known);
        expect(answer.headers.get('allow')?.split(', ')).not.toContain(method);
      },
    );

    it('an unused method gives 405 with Allow', async () => {
      for (const method of ['TRACE', 'PROPFIND', 'M-SEARCH', 'LOCK']) {
        const answer = await rawHttp(server.port, head(`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close'));
        expect(answer).toMatch(/^HTTP\/1\.1 405 /);
        expect(answer).toMatch(new RegExp(`^allow: .*${known}`, 'im'));
        expect(answer).toContain('"error":"invalid_request"');
      }
    });

    it('HEAD has no body', async () => {
      const { status, text } = await server.send('HEAD', path);
      expect(status).toBe(known === 'GET' ? 200 : 405);
      expect(text).toBe('');
    });
  });

  it.each([
    '/',
    '/nowhere',
    '/Register',
    '/register/a/b/c',
    '/token/x',
    '/register/',
    '/register/?a=b',
    '/register//secret',
    '//register',
    '/favicon.ico',
    '/.env',
    '/health',
  ])('%s gives 404', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await rawHttp(server.port, head(`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close'));
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer).toContain('"error":"not_found"');
    }
  });

  it('404 is answered in the shape of OAuth', async () => {
    expectRefusal(await server.get('/nowhere'), 404, 'not_found');
    expectRefusal(await server.send('POST', '/nowhere', { 'Content-Type': 'application/json' }, '{'), 404, 'not_found');
    expectRefusal(await server.get('/%00'), 404, 'not_found');
  });

  it.each(['/%', '/register/%', '/%zz', '/register/%ff', '/%c3%28', '/token%'])(
    'bad percent-encoding (%s) gives 400',
    async (path) => {
      const answer = await server.get(path);
      expect([400, 404]).toContain(answer.status);
      expectRefusal(answer, answer.status, answer.status === 400 ? 'invalid_request' : 'not_found');
      if (answer.status === 400) expect(answer.json['error_description']).toMatch(/check its percent-encoding$/);
    },
  );

  it.each(['http:///register', 'http://[/register', 'ftp://x/register'])(
    'a target that is no path (%s) gives 400 and says so',
    async (target) => {
      for (const method of ['GET', 'POST', 'OPTIONS', 'PURGE']) {
        const answer = await rawHttp(server.port, head(`${method} ${target} HTTP/1.1`, 'Host: x', 'Connection: close'));
        expect(answer).toMatch(/^HTTP\/1\.1 400 /);
        expect(answer).toMatch(/the address is malformed; send a path|the request target must be a path/);
      }
    },
  );

  it('a client identifier of more than 2048 characters gives 400 and says so', async () => {
    for (const path of ['', '/secret']) {
      const answer = await server.get(`/register/${'a'.repeat(2049)}${path}`);
      expectRefusal(answer, 400, 'invalid_request');
      expect(answer.json['error_description']).toMatch(/at most 2048 characters; use registration_client_uri/);
    }
    expectRefusal(await server.get(`/register/${'a'.repeat(2048)}`), 401, 'invalid_token');
  });

  it('a very long address is refused', async () => {
    const answer = await server.get(`/register/${'a'.repeat(8_000)}`);
    expect([400, 401, 404, 405, 414]).toContain(answer.status);
    expectRefusal(answer, answer.status, String(answer.json['error']));
  });

  it.each(['/token', '/register', '/nowhere', '/health/live', '/.well-known/jwks.json'])(
    'a body over the limit at %s gives 413 or is not read',
    async (path) => {
      const type = path === '/token' ? 'application/x-www-form-urlencoded' : 'application/json';
      const answer = await server.send('POST', path, { 'Content-Type': type }, 'a'.repeat(70_000));
      expect([413, 404, 405]).toContain(answer.status);
      expectRefusal(answer, answer.status, answer.status === 404 ? 'not_found' : 'invalid_request');
    },
  );

  it('a header over the limit gives 431', async () => {
    const answer = await rawHttp(server.port, head('GET /health/live HTTP/1.1', 'Host: x', `X: ${'a'.repeat(20_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expectBareRefusal(answer);
  });

  it.each([
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n',
    'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ])('malformed HTTP (%j) gives 400', async (request) => {
    const answer = await rawHttp(server.port, request);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expectBareRefusal(answer);
  });

  it('HTTP/1.1 without Host is refused', async () => {
    await expect(rawHttp(server.port, 'GET / HTTP/1.1\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 400 /);
  });

  it('X-Request-Id is the caller\u2019s where it is harmless, else a new one', async () => {
    const sent = async (id: string) =>
      (await server.get('/health/live', { 'X-Request-Id': id })).headers.get('x-request-id');
    expect(await sent('my-request.1_a')).toBe('my-request.1_a');
    for (const id of ['a b', 'a"b', '<b>', 'x'.repeat(65), '{"level":60}', 'a,b'])
      expect(await sent(id)).toMatch(/^[0-9a-f-]{36}$/);
    const plain = (await server.get('/health/live')).headers.get('x-request-id');
    expect(plain).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('no response names the server software, and none is application/problem+json', async () => {
    const token = await server.registerToken();
    const answers = await Promise.all([
      ...Object.entries(PATHS).map(([path, method]) => server.send(method, path)),
      server.postRegister(aClient()),
      server.postRegister(aClient(), { Authorization: `Bearer ${token}x`, Accept: 'application/problem+json' }),
      server.get('/nowhere', { Accept: 'text/html' }),
    ]);
    for (const { headers, text } of answers) {
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBeNull(); // TLS does not end here
      expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
      expect(text).not.toContain('statusCode');
    }
  });

  it('a slow body does not hold up others', async () => {
    const { connect } = await import('node:net');
    const slow = connect(server.port, '127.0.0.1');
    slow.write(head('POST /token HTTP/1.1', 'Host: x', 'Content-Length: 100', 'Content-Type: application/json'));
    await expect(server.get('/health/ready')).resolves.toMatchObject({ status: 200 });
    slow.destroy();
  });

  it('reads a body without AsyncResource.bind, which would keep each request until a full garbage collection', async () => {
    const bind = jest.spyOn(AsyncResource.prototype, 'bind');
    const body = JSON.stringify(aClient());
    const lines = ['POST /register HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Type: application/json'];
    const answer = await rawHttp(server.port, head(...lines, `Content-Length: ${body.length}`) + body);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(bind).not.toHaveBeenCalled();
    bind.mockRestore();
  });
});

/** The answer to what is not even HTTP has no request behind it, and yet the shape of the others. */
const expectBareRefusal = (answer: string): void => {
  expect(answer).toMatch(/^Content-Type: application\/json\r$/im);
  expect(answer).toMatch(/^Cache-Control: no-store\r$/im);
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toEqual({
    error: 'invalid_request',
    error_description: expect.any(String),
  });
};
