import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClient } from '../../support/a-client';
import { Connection } from '../../support/connection';
import { type LogLine, linesOf } from '../../support/log-lines';
import { head, rawHttp } from '../../support/raw-http';
import { SECRET_KEYS } from '../../support/secret-keys';
import { startProcess } from '../../support/server-process';
import { preparedDatabase } from '../../support/test-database';

describe('the log', () => {
  it('has everything except secrets, and every request by its X-Request-Id', async () => {
    const database = await preparedDatabase();
    const REGISTRAR_CLIENT_SECRET = 'registrar-secret-7';
    const server = await startProcess({
      DATABASE_URL: database.url,
      SECRET_KEYS,
      REGISTRAR_CLIENT_SECRET,
      LOG_LEVEL: 'trace',
    });
    await server.hasWritten(/register -H/);
    const banner = server.stdout;
    const ids = new Map<string, number>();
    const call = async (path: string, headers: Record<string, string>, body: string, method = 'POST') => {
      const response = await fetch(`${server.url}${path}`, { method, headers, ...(method === 'POST' && { body }) });
      ids.set(String(response.headers.get('x-request-id')), response.status);
      return (await response.json()) as Record<string, string>;
    };
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const json = { 'Content-Type': 'application/json' };
    const parameters = `grant_type=client_credentials&client_id=registerClient&scope=register`;
    const { access_token = '' } = await call('/token', form, `${parameters}&client_secret=${REGISTRAR_CLIENT_SECRET}`);
    const bearer = { ...json, Authorization: `Bearer ${access_token}` };
    const client = await call('/register', bearer, JSON.stringify(aClient({ client_secret: 'sent-secret-1' })));
    const { client_id = '', client_secret = '', registration_access_token = '' } = client;
    const basic = btoa(`${client_id}:${client_secret}`);
    const own = await call('/token', { ...form, Authorization: `Basic ${basic}` }, 'grant_type=client_credentials');
    await call('/token?client_secret=query-secret-2', form, `${parameters}&client_secret=wrong-secret-3`);
    await call('/token', { ...form, Authorization: 'Basic wrong-basic-4' }, parameters);
    await call('/token', form, 'grant_type=client_credentials&client_id=secret-as-id-15&client_secret=x');
    await call('/token', { ...form, Authorization: 'Bearer two-words here-5' }, `${parameters}&client_secret=%00`);
    await call('/register?access_token=query-token-6', { ...json, Authorization: 'Bearer wrong-token-8' }, '{}');
    await call('/register', bearer, '{"client_secret":"malformed-secret-9"');
    await call('/register', bearer, '{"redirect_uris":["x"],"client_secret":"refused-secret-10"}');
    await call('/register', { ...bearer, Cookie: 'session=cookie-11' }, '{"software_statement":"statement-12"}');
    await call('/nowhere/?client_secret=query-secret-13', { ...json, 'X-Api-Key': 'api-key-14' }, '{}');
    await call(`/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}x` }, '', 'GET');
    await call(`/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}` }, '', 'GET');
    await call('/health/ready', { 'X-Request-Id': 'my-own-id' }, '', 'GET');
    server.signal('SIGTERM');
    const { stdout, stderr, code } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toBe('');

    const secrets = [
      ...[access_token, client_secret, registration_access_token, own['access_token'] ?? '', basic],
      ...[REGISTRAR_CLIENT_SECRET, 'sent-secret-1', 'query-secret-2', 'wrong-secret-3', 'wrong-basic-4', 'here-5'],
      ...['query-token-6', 'wrong-token-8', 'malformed-secret-9', 'refused-secret-10', 'cookie-11', 'statement-12'],
      ...['query-secret-13', 'api-key-14', 'secret-as-id-15', SECRET_KEYS.slice(2), 'Bearer ey'],
    ];
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect({ secret, leaks: stdout.includes(secret) }).toEqual({ secret, leaks: false });
    }

    const lines = stdout.replace(banner, '').split('\n').filter(Boolean);
    const parsed = lines.map((line) => JSON.parse(line) as LogLine);
    const requests = parsed.filter(({ res }) => res !== undefined);
    ids.delete('my-own-id'); // probes are not logged
    expect(requests.map(({ req, res }) => [req?.id, res?.statusCode])).toEqual([...ids]);
    for (const { req } of requests) expect(req).toEqual(expect.objectContaining({ method: expect.any(String) }));
    expect(requests.map(({ req }) => req?.path)).toContain('/nowhere/');
    const notes = requests.map(({ req, res, ...line }) => [req?.path, res?.statusCode, line.client_id, line.reason]);
    expect(notes).toEqual(
      expect.arrayContaining([
        ['/register', 201, client_id, undefined],
        ['/token', 200, client_id, undefined],
        ['/token', 401, 'registerClient', 'wrong secret'],
        ['/token', 401, undefined, 'the credentials are malformed'],
        ['/register', 401, undefined, 'Invalid Compact JWS'],
        [`/register/${client_id}`, 401, undefined, 'no registration access token of this client'],
      ]),
    );
    const actors = requests.map(({ req, res, actor }) => [req?.path, res?.statusCode, actor]);
    expect(actors).toEqual(
      expect.arrayContaining([
        ['/token', 200, 'client_authentication'],
        ['/token', 401, 'anonymous'],
        ['/register', 201, 'access_token'],
        ['/register', 400, 'access_token'],
        [`/register/${client_id}`, 200, 'registration_access_token'],
        ['/nowhere/', 404, undefined],
      ]),
    );
    for (const { level, res } of requests) expect([res?.statusCode, level]).toEqual([res?.statusCode, 30]);
    expect(parsed.filter(({ level }) => level < 30).length).toBeGreaterThan(0);
    await server.close();
    await database.drop();
  });

  it('records a caller that disconnects, and not as a failure of the server', async () => {
    const database = await preparedDatabase();
    const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, LOG_LEVEL: 'trace' });
    await server.hasWritten(/register -H/);
    const types = ['application/json', 'application/x-www-form-urlencoded', 'application/jwt', 'text/plain'];
    for (const [index, type] of types.entries()) {
      const connection = await Connection.open(server.port);
      const lines = ['Host: x', `X-Request-Id: gone-${index}`, `Content-Type: ${type}`, 'Content-Length: 100'];
      connection.write(head('POST /token HTTP/1.1', ...lines, 'Expect: 100-continue'));
      await connection.hasReceived(/100 Continue/);
      await connection.write('{').close();
      await server.hasWritten(new RegExp(`"gone-${index}".*request aborted`));
    }
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    server.signal('SIGTERM');
    const lines = linesOf((await server.ended).stdout);
    const about = lines.filter(({ req }) => req?.id.startsWith('gone-'));
    expect(about.filter(({ msg }) => msg === 'request aborted')).toHaveLength(types.length);
    expect(about.filter(({ level, err }) => level > 30 || err !== undefined)).toEqual([]);
    await server.close();
    await database.drop();
  });

  it('does not have the user or the fragment of a target', async () => {
    const database = await preparedDatabase();
    const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, LOG_LEVEL: 'trace' });
    await server.hasWritten(/register -H/);
    for (const target of ['http://someone:user-secret-1@x/register', '/register#fragment-2', '/token?query-3#4'])
      await rawHttp(server.port, head(`POST ${target} HTTP/1.1`, 'Host: x', 'Connection: close'));
    server.signal('SIGTERM');
    const { stdout } = await server.ended;
    const paths = linesOf(stdout).flatMap(({ req, res }) => (res && req ? [req.path] : []));
    expect(paths).toEqual(['(no path)', '/register', '/token']);
    expect(stdout).not.toMatch(/user-secret-1|someone|fragment-2|query-3/);
    await server.close();
    await database.drop();
  });

  it('of an uncaught error does not have its members either, and the process ends', async () => {
    const database = await preparedDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'clientele-uncaught-'));
    const script = join(folder, 'throw.cjs');
    const failure = "Object.assign(new Error('lost'), { parameters: ['value-of-a-query'] })";
    await writeFile(script, `process.on('SIGUSR2', () => { throw ${failure}; });`);
    const NODE_OPTIONS = `--require=${script}`;
    const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, NODE_OPTIONS });
    await server.hasWritten(/register -H/);
    server.signal('SIGUSR2');
    const { code, stdout, stderr } = await server.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Error: lost\n +at /);
    expect(stdout + stderr).not.toContain('value-of-a-query');
    await server.close();
    await rm(folder, { recursive: true });
    await database.drop();
  });
});
