import { DataSource } from 'typeorm';
import { aClient } from './support/a-client';
import { expectRefusal } from './support/refusal';
import { startProcess } from './support/server-process';
import { createTestApp } from './support/test-app';
import { emptyDatabase } from './support/test-database';

const SECRET_KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;

interface Line {
  readonly level: number;
  readonly req?: { readonly id: string; readonly path: string; readonly method: string };
  readonly res?: { readonly statusCode: number };
  readonly client_id?: string;
  readonly reason?: string;
}

describe('the log of a probe that fails', () => {
  it('is one line without a stack', async () => {
    const server = await createTestApp();
    const lines: unknown[][] = [];
    const note = (...line: unknown[]): void => void lines.push(line);
    server.app.useLogger({ log: note, warn: note, error: note });
    await server.app.get(DataSource).destroy();
    expectRefusal(await server.get('/health/ready'), 503, 'temporarily_unavailable');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toMatchObject({ err: expect.stringContaining('database') });
    await server.close();
  });
});

describe('the log', () => {
  it('check 247, decision 23: everything is told but secrets, and every request under its X-Request-Id', async () => {
    const database = await emptyDatabase();
    const REGISTRAR_CLIENT_SECRET = 'registrar-secret-7';
    const server = await startProcess({
      DATABASE_URL: database.url,
      SECRET_KEYS,
      REGISTRAR_CLIENT_SECRET,
      LOG_LEVEL: 'trace',
    });
    await server.hasWritten(/register -H/);
    const greeting = server.stdout;
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
    await call('/token', { ...form, Authorization: 'Bearer two-words here-5' }, `${parameters}&client_secret=%00`);
    await call('/register?access_token=query-token-6', { ...json, Authorization: 'Bearer wrong-token-8' }, '{}');
    await call('/register', bearer, '{"client_secret":"malformed-secret-9"');
    await call('/register', bearer, '{"redirect_uris":["x"],"client_secret":"refused-secret-10"}');
    await call('/register', { ...bearer, Cookie: 'session=cookie-11' }, '{"software_statement":"statement-12"}');
    await call('/nowhere/?client_secret=query-secret-13', { ...json, 'X-Api-Key': 'api-key-14' }, '{}');
    await call(`/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}x` }, '', 'GET');
    await call('/health/ready', { 'X-Request-Id': 'my-own-id' }, '', 'GET');
    server.signal('SIGTERM');
    const { stdout, stderr, code } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toBe('');

    const secrets = [
      ...[access_token, client_secret, registration_access_token, own['access_token'] ?? '', basic],
      ...[REGISTRAR_CLIENT_SECRET, 'sent-secret-1', 'query-secret-2', 'wrong-secret-3', 'wrong-basic-4', 'here-5'],
      ...['query-token-6', 'wrong-token-8', 'malformed-secret-9', 'refused-secret-10', 'cookie-11', 'statement-12'],
      ...['query-secret-13', 'api-key-14', SECRET_KEYS.slice(2), 'Bearer ey'],
    ];
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect({ secret, leaks: stdout.includes(secret) }).toEqual({ secret, leaks: false });
    }

    const lines = stdout.replace(greeting, '').split('\n').filter(Boolean);
    const parsed = lines.map((line) => JSON.parse(line) as Line);
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
    for (const { level, res } of requests) expect([res?.statusCode, level]).toEqual([res?.statusCode, 30]);
    expect(parsed.filter(({ level }) => level < 30).length).toBeGreaterThan(0);
    await server.close();
    await database.drop();
  });
});
