import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { aClient } from '../support/a-client';
import { aGrant } from '../support/a-grant';
import { aUser } from '../support/a-user';
import { indexClients } from '../support/following';
import { blocksOf, runPasted } from '../support/pasted-commands';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const NEXT = '\n=== next block\n';
const METHODS = ['get', 'put', 'patch', 'post', 'delete'] as const;

describe('docs/ADMIN.md', () => {
  let server: TestServer;
  let blocks: readonly string[];

  beforeAll(async () => {
    server = await createTestApp({ ...WITH_SIGN_IN, CIMD: 'off', SCOPES: `openid ${WITH_SIGN_IN.SCOPES}` });
    blocks = blocksOf(await readFile(join(__dirname, '../../docs/ADMIN.md'), 'utf8'), 'admin');
  });

  afterAll(() => server.close());

  it('has commands that do what it says', async () => {
    const { ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET } = server.environment;
    const { client_id: CLIENT_ID } = await server.register(aClient());
    const { sub } = await aUser(server);
    const { grant_id } = await aGrant(server, { sub });
    await indexClients(server);
    const script = blocks.join(`\nprintf '%s' '${NEXT}'\n`);
    const printed = await runPasted(script, server, { ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET, CLIENT_ID });
    const [nothing, ...answers] = printed.split(NEXT);
    expect(nothing).toBe('');
    const token = expect.objectContaining({ label: 'A partner', uses_left: 10, clients: 0 }) as unknown;
    expect(answers.map((text) => JSON.parse(text) as unknown)).toEqual([
      { clients: [expect.objectContaining({ client_id: CLIENT_ID }), expect.anything()] },
      { clients: [expect.objectContaining({ client_id: CLIENT_ID })] },
      expect.objectContaining({ client_id: CLIENT_ID, status: 'active' }),
      {
        events: expect.arrayContaining([expect.objectContaining({ type: 'client.registered', client_id: CLIENT_ID })]),
      },
      { events: expect.any(Array) },
      expect.objectContaining({ status: 'disabled', status_reason: 'Write to security@example.org.' }),
      expect.objectContaining({ status: 'active' }),
      expect.objectContaining({ client_name: 'By hand', client_secret: expect.any(String) }),
      expect.objectContaining({ client_id: CLIENT_ID, client_name: 'New name' }),
      expect.objectContaining({ client_id: CLIENT_ID, client_secret: expect.any(String) }),
      { status: 204 },
      expect.objectContaining({ action: 'disable', dry_run: true }),
      { jobs: [expect.objectContaining({ filter: { redirect_host: 'tmp.com' } })] },
      // It may have ended before.
      expect.anything(),
      { clients: expect.any(Object), hours: expect.any(Array) },
      token,
      { initial_access_tokens: [token] },
      token,
      { status: 204 },
      expect.objectContaining({ client_secret: expect.any(String), label: 'A team' }),
      { registrars: [expect.objectContaining({ label: 'A team' })] },
      expect.objectContaining({ label: 'A team', state: 'active', clients: 0 }),
      expect.objectContaining({ client_secret: expect.any(String) }),
      { status: 204 },
      { users: [expect.objectContaining({ sub, state: 'active' })] },
      expect.objectContaining({ sub }),
      expect.objectContaining({ sub, grants: [expect.objectContaining({ id: grant_id })] }),
      { grants: [expect.objectContaining({ id: grant_id })] },
      expect.objectContaining({ id: grant_id, sub }),
      { status: 204 },
      expect.objectContaining({ sub, state: 'disabled' }),
      expect.objectContaining({ sub, state: 'active' }),
      { status: 204 },
      { keys: expect.arrayContaining([expect.objectContaining({ state: 'signs' })]) },
      { keys: expect.arrayContaining([expect.objectContaining({ state: 'next' })]) },
      { status: 204 },
      expect.objectContaining({ secret: expect.stringMatching(/^whsec_/), label: 'CRM' }),
      { webhooks: [expect.objectContaining({ label: 'CRM' })] },
      expect.objectContaining({ label: 'CRM', behind: expect.any(Number), pending: expect.any(Number) }),
      { id: expect.any(String), result: expect.any(String), reason: expect.any(String) },
      expect.objectContaining({ status: 'paused' }),
      expect.objectContaining({ status: 'active' }),
      { id: expect.any(String), secret: expect.stringMatching(/^whsec_/) },
      { dead_letters: [] },
      { id: expect.any(String), events: expect.any(Number) },
      { status: 204 },
      { policies: [expect.objectContaining({ name: 'partners', is_new: true })] },
      { policies: [{ name: 'partners', version: 1, is_new: true }], warnings: [] },
      { policies: [expect.objectContaining({ name: 'partners', version: 1 })] },
      expect.objectContaining({ name: 'partners', version: 1, metadata_policy: expect.any(Object) }),
      { versions: [expect.objectContaining({ version: 1 })] },
      { attachments: [] },
      expect.objectContaining({ is_refused: false, metadata: { scope: 'openid' } }),
      { clients: [], read: expect.any(Number), tried: 0 },
      { clients: [], read: expect.any(Number), tried: 0 },
      expect.objectContaining({ status: 'disabled', reason: 'It was reported.' }),
      { client_documents: [expect.objectContaining({ client_id: 'https://app.example/client.json' })] },
      expect.objectContaining({ client_id: 'https://app.example/client.json', status: 'disabled' }),
      { status: 204 },
      // CIMD is off at this server.
      expect.objectContaining({ error: 'invalid_request' }),
      // So nothing was ever read of the document.
      expect.objectContaining({ error: 'not_found' }),
      { status: 204 },
      { hosts: [expect.objectContaining({ host: 'app.example' })] },
      { status: 204 },
    ]);
  });

  it('has an example of every operation below /admin, which is documented', async () => {
    const { paths } = (await server.get('/openapi.json')).json as unknown as OpenAPIObject;
    const examples = blocks.join('\n').split('\n').map(requestOf);
    const administration = Object.entries(paths).filter(([path]) => path.startsWith('/admin'));
    expect(administration.length).toBeGreaterThan(5);
    for (const [path, item] of administration)
      for (const method of METHODS) {
        const operation = item[method];
        if (!operation) continue;
        const address = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
        const hasExample = examples.some((one) => one?.method === method && address.test(one.path));
        expect([path, method, hasExample || isLikeAnother(`${method} ${path}`)]).toEqual([path, method, true]);
        expect([path, operation.summary, operation.description].every(Boolean)).toBe(true);
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403']));
      }
  });
});

/** Operations of one controller that the page explains by the example of another one. */
const isLikeAnother = (operation: string): boolean =>
  /\/(approve|reject)$/.test(operation) || operation === 'put /admin/clients/{client_id}';

interface Example {
  readonly method: string;
  readonly path: string;
}

/** The method and the path of a command of curl that is sent to /admin. */
const requestOf = (line: string): Example | undefined => {
  const [, path] = /http:\/\/localhost:3000(\/admin[^"'?\s)]*)/.exec(line) ?? [];
  if (path === undefined) return undefined;
  const [, named] = / -X ([A-Z]+)/.exec(line) ?? [];
  return { path, method: named?.toLowerCase() ?? (/ (-d|--data\S*) /.test(line) ? 'post' : 'get') };
};
