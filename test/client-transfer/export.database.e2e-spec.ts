import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { temporaryFile } from '../support/import-files';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';

type Line = Readonly<Record<string, unknown>>;

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

describe('an export of clients', () => {
  let from: TestServer;
  let to: TestServer;
  let client: RegisteredClient;
  let disabled: RegisteredClient;

  beforeAll(async () => {
    [from, to] = await Promise.all([createTestApp(), createTestApp()]);
    client = await from.register(aClient({ client_name: 'Exported', 'client_name#de': 'Exportiert' }));
    disabled = await from.register(aClient());
    await setStatus(from, disabled.client_id, 'disabled');
  });

  afterAll(async () => {
    await Promise.all([from.close(), to.close()]);
  });

  const exportTo = async (...words: readonly string[]): Promise<readonly Line[]> =>
    linesOf((await clientele(from.database, 'clients', 'export', ...words)).stdout);

  const importAt = async (server: TestServer, file: string, ...words: readonly string[]) => {
    const call = ['clients', 'import', file, '--from', 'clientele', '--json', ...words];
    const { code, stdout } = await clientele(server.database, ...call);
    return { code, reports: linesOf(stdout) };
  };

  const asStored = (server: TestServer, client_id: string): Promise<Client | null> =>
    server.app.get(DataSource).getRepository(Client).findOneBy({ client_id });

  it('has a line for each registered client, without credentials unless it is asked for them', async () => {
    const lines = await exportTo();
    expect(lines.map(({ client_id, status }) => [client_id, status])).toEqual([
      [client.client_id, 'active'],
      [disabled.client_id, 'disabled'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/"(hash|sealed|credentials)"/);
    expect((await exportTo('--status', 'disabled')).map(({ client_id }) => client_id)).toEqual([disabled.client_id]);
    const [line] = await exportTo('--with-credentials');
    expect(line?.['credentials']).toEqual({
      keys: { 1: expect.stringMatching(/^1\./) as string },
      client_secrets: [{ hash: expect.stringMatching(/^1\./) as string }],
      registration_access_tokens: [{ hash: expect.stringMatching(/^1\./) as string }],
    });
  });

  it('is written to a new file that only its owner can read', async () => {
    const path = join(await temporaryFile(''), '..', 'export.ndjson');
    const { code, stdout } = await clientele(from.database, 'clients', 'export', path, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, { file: path, clients: 2 }]);
    expect([(await stat(path)).mode & 0o777, linesOf(await readFile(path, 'utf8')).length]).toEqual([0o600, 2]);
    const again = await clientele(from.database, 'clients', 'export', path);
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/FILE must be a new file/)]);
  });

  it('is imported with every column and credential; the client goes on with all of them', async () => {
    const file = await temporaryFile(
      (await clientele(from.database, 'clients', 'export', '--with-credentials')).stdout,
    );
    const { code, reports } = await importAt(to, file);
    expect([code, reports.map(({ outcome, notes }) => [outcome, notes])]).toEqual([
      0,
      [
        ['imported', []],
        ['imported', []],
      ],
    ]);
    const [before, after] = await Promise.all([from, to].map((server) => asStored(server, client.client_id)));
    expect(after).toMatchObject({
      ...before,
      registrar: null,
      lineage: expect.anything(),
      revision: 1,
      last_used_at: null,
    });
    expect(after?.lineage?.import).toMatchObject({ from: 'clientele', registrar: before?.registrar });
    const { client_id, client_secret, registration_access_token } = client;
    const token = await to.token({ grant_type: 'client_credentials', client_id, client_secret });
    const read = await to.get(`/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}` });
    expect([token.status, read.status, read.json['client_name#de']]).toEqual([200, 200, 'Exportiert']);
    expect((await asStored(to, disabled.client_id))?.status).toBe('disabled');
    expect((await importAt(to, file)).reports.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect((await importAt(from, file)).reports.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  it('under other SECRET_KEYS is refused, or imported without its credentials', async () => {
    const [line] = await exportTo('--with-credentials');
    const credentials = line?.['credentials'] as object;
    const file = await temporaryFile(
      JSON.stringify({
        ...line,
        client_id: 'other-keys',
        credentials: { ...credentials, keys: { 1: `1.${'A'.repeat(43)}` } },
      }),
    );
    const refused = await importAt(to, file);
    expect([refused.code, refused.reports]).toEqual([
      3,
      [expect.objectContaining({ outcome: 'refused', notes: [expect.objectContaining({ member: 'credentials' })] })],
    ]);
    const { code, reports } = await importAt(to, file, '--invalid', 'leave-out');
    expect([code, reports[0]?.['outcome'], await asStored(to, 'other-keys')]).toEqual([
      0,
      'imported',
      expect.objectContaining({ registration_access_tokens: [] }),
    ]);
  });

  it('with values that nobody exported is refused', async () => {
    const [line] = await exportTo();
    const broken = {
      status: 'gone',
      created_at: 'yesterday',
      policies: [{ name: 'none-such' }],
      credentials: { client_secrets: [1] },
    };
    const file = await temporaryFile(JSON.stringify({ ...line, client_id: 'broken', ...broken }));
    const { code, reports } = await importAt(to, file);
    const notes = reports[0]?.['notes'] as readonly Record<string, string>[];
    expect([code, notes.filter(({ effect }) => effect === 'refused').map(({ member }) => member)]).toEqual([
      3,
      ['status', 'created_at', 'credentials.client_secrets', 'policies'],
    ]);
  });
});
