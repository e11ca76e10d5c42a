import { Connection } from '../../support/connection';
import { head, rawHttp } from '../../support/raw-http';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const bodyOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
const probe = head('GET /.well-known/jwks.json HTTP/1.1', 'Host: x');

/** The shape of every refusal, also of those that Node would give by itself. */
const expectBareRefusal = (answer: string, status: number): void => {
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/^content-type: application\/json\r$/im);
  expect(answer).toMatch(/^cache-control: no-store\r$/im);
  expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
  expect(bodyOf(answer)).toEqual({ error: 'invalid_request', error_description: expect.any(String) });
};

describe('the head of a request', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it.each([
    ['a target that is an address of its own', 'POST http://x/register HTTP/1.1'],
    ['one of another scheme', 'POST ftp://x/register HTTP/1.1'],
    ['one that carries a user', 'GET http://user:secret@x/health/live HTTP/1.1'],
    ['one with a fragment', 'POST /register#1 HTTP/1.1'],
    ['one with a fragment behind its query', 'POST /token?a=b#c HTTP/1.1'],
    ['one with a fragment that names nothing here', 'GET /nowhere#x HTTP/1.1'],
    ['an asterisk for another method than OPTIONS', 'GET * HTTP/1.1'],
    ['CONNECT', 'CONNECT x:443 HTTP/1.1'],
  ])('with %s is refused', async (_, line) => {
    expectBareRefusal(await rawHttp(server.port, head(line, 'Host: x', 'Connection: close')), 400);
  });

  it('OPTIONS of the server as a whole is answered', async () => {
    const answer = await rawHttp(server.port, head('OPTIONS * HTTP/1.1', 'Host: x', 'Connection: close'));
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
  });

  it.each([
    ['no Host', []],
    ['two of them', ['Host: a', 'Host: b']],
    ['two that are the same', ['Host: a', 'host: a']],
    ['one with a user', ['Host: user@a']],
    ['one with a path', ['Host: a/b']],
    ['one that is two', ['Host: a b']],
  ])('with %s is refused', async (_, hosts) => {
    expectBareRefusal(
      await rawHttp(server.port, head('GET /health/live HTTP/1.1', ...hosts, 'Connection: close')),
      400,
    );
  });

  it.each(['/openapi.json', '/docs', '/docs/start.js', '/docs/swagger-ui.css', '/token', '/health/live', '/nowhere'])(
    'at %s is refused in the same form as elsewhere',
    async (path) => {
      for (const method of ['GET', 'OPTIONS', 'POST', 'PURGE']) {
        const request = head(`${method} ${path} HTTP/1.1`, 'Host: a/b', 'Connection: close');
        expectBareRefusal(await rawHttp(server.port, request), 400);
      }
    },
  );

  it.each(['localhost:3000', '127.0.0.1', '[::1]:80', 'xn--bcher-kva.example', ''])(
    'with the Host %j is served',
    async (host) => {
      const answer = await rawHttp(
        server.port,
        head('GET /health/live HTTP/1.1', `Host: ${host}`, 'Connection: close'),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('of HTTP/1.0 needs no Host', async () => {
    expect(await rawHttp(server.port, head('GET /health/live HTTP/1.0'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('with an unknown expectation is refused in the same form as other requests', async () => {
    const answer = await rawHttp(server.port, head('POST /token HTTP/1.1', 'Host: x', 'Expect: a-miracle'));
    expectBareRefusal(answer, 417);
  });

  it('that asks for another protocol is served in this one', async () => {
    const lines = ['Host: x', 'Connection: Upgrade, close', 'Upgrade: websocket'];
    expect(await rawHttp(server.port, head('GET /health/live HTTP/1.1', ...lines))).toMatch(/^HTTP\/1\.1 200 /);
    expectBareRefusal(await rawHttp(server.port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), 400);
  });

  it('that is too large is refused in the shape of the others', async () => {
    const answer = await rawHttp(server.port, head('GET / HTTP/1.1', 'Host: x', `X: ${'a'.repeat(20_000)}`));
    expectBareRefusal(answer, 431);
  });
});

describe('a form', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it.each(['/token', '/introspect', '/revoke'])('of thousands of names is refused at %s', async (path) => {
    const names = Array.from({ length: 16_000 }, (_, index) => index.toString(36)).join('&');
    const answer = await server.send('POST', path, { 'Content-Type': 'application/x-www-form-urlencoded' }, names);
    expectRefusal(answer, 400, 'invalid_request');
    expect(answer.json['error_description']).toContain('at most 100 parameters');
  });

  it('of a hundred parameters is read', async () => {
    const { REGISTRAR_CLIENT_ID: client_id, REGISTRAR_CLIENT_SECRET: client_secret } = server.environment;
    const good = { grant_type: 'client_credentials', client_id, client_secret };
    const others = Object.fromEntries(Array.from({ length: 97 }, (_, index) => [`x${index}`, '']));
    expect((await server.token({ ...good, ...others })).status).toBe(200);
    expectRefusal(await server.token({ ...good, ...others, more: '1' }), 400, 'invalid_request');
  });
});

describe('a body that does not come', () => {
  const begin = async (port: number): Promise<Connection> => {
    const connection = await Connection.open(port);
    connection.write(head('POST /token HTTP/1.1', 'Host: x', FORM, 'Content-Length: 100', 'Expect: 100-continue'));
    await connection.hasReceived(/100 Continue/);
    return connection.write('g');
  };

  it('does not affect other callers, in any number', async () => {
    const server = await createTestApp({ MAX_REQUESTS_IN_FLIGHT: '3' });
    const silent = await Promise.all(Array.from({ length: 200 }, () => begin(server.port)));
    for (let number = 0; number < 10; number += 1) expect((await server.token({})).status).toBe(401);
    await server.register({ redirect_uris: ['https://app.example/cb'] });
    await Promise.all(silent.map((one) => one.close()));
    await server.close();
  });

  it('and a head that does not, are answered 408 when REQUEST_TIMEOUT is over', async () => {
    const server = await createTestApp({ REQUEST_TIMEOUT: '1' });
    const body = await begin(server.port);
    const start = (await Connection.open(server.port)).write('POST /token HTTP/1.1\r\nHost: x\r\nX: ');
    const nothing = await Connection.open(server.port);
    expectBareRefusal((await body.ended).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''), 408);
    expectBareRefusal(await start.ended, 408);
    expectBareRefusal(await nothing.ended, 408);
    await server.close();
  });
});

describe('connections', () => {
  const served = async (connection: Connection): Promise<Connection> => {
    await connection.write(probe).hasReceived(/^HTTP\/1\.1 200 /);
    return connection;
  };
  const open = async (server: TestServer, from?: string): Promise<Connection> =>
    served(await Connection.open(server.port, from));

  it('of one network beyond MAX_CONNECTIONS_PER_NETWORK are closed, and no others', async () => {
    const server = await createTestApp({ MAX_CONNECTIONS_PER_NETWORK: '2' });
    const [first, second] = [await open(server), await open(server)];
    const third = await Connection.open(server.port);
    expect(await third.write(probe).ended).toBe('');
    await open(server, '127.0.0.2');
    await served(second);
    await first.close();
    await untilOpen(() => open(server));
    await server.close();
  });

  it('of a proxy of TRUST_PROXY are not those of one network', async () => {
    const server = await createTestApp({ MAX_CONNECTIONS_PER_NETWORK: '2', TRUST_PROXY: '127.0.0.1' });
    for (let number = 0; number < 5; number += 1) await open(server);
    await server.close();
  });

  it('beyond MAX_CONNECTIONS are closed, whosever they are', async () => {
    const server = await createTestApp({ MAX_CONNECTIONS: '2', TRUST_PROXY: '127.0.0.1' });
    const [first] = [await open(server), await open(server, '127.0.0.2')];
    const third = await Connection.open(server.port, '127.0.0.3');
    expect(await third.write(probe).ended).toBe('');
    await first.close();
    await untilOpen(() => open(server, '127.0.0.3'));
    await server.close();
  });

  it('on which nothing moves are closed, such as one whose caller does not read', async () => {
    const server = await createTestApp();
    const { timeout, keepAliveTimeout } = server.app.getHttpServer();
    expect(timeout).toBe(90_000);
    expect(keepAliveTimeout).toBeLessThan(timeout);
    await server.close();
  });
});

/** Tries until the server has noticed that another connection is gone. */
const untilOpen = async (open: () => Promise<Connection>): Promise<void> => {
  for (let connection: Connection | undefined; !connection;) connection = await open().catch(() => undefined);
};

describe('the page and the description of the API', () => {
  it('are not served with SERVE_DOCS=false, and all else is', async () => {
    const server = await createTestApp({ SERVE_DOCS: 'false' });
    for (const path of ['/docs', '/docs/start.js', '/docs/swagger-ui.css', '/openapi.json'])
      expectRefusal(await server.get(path), 404, 'not_found');
    expect((await server.get('/health/ready')).status).toBe(200);
    await server.close();
  });
});
