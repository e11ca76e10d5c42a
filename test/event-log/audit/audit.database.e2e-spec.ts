import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DataSource } from 'typeorm';
import { CHECK_PROOF_NODE } from '../../../scripts/check-proof-programs';
import { AuditRepository } from '../../../src/event-log/audit/audit.repository';
import { AuditService } from '../../../src/event-log/audit/audit.service';
import { CheckpointFileTask } from '../../../src/event-log/audit/checkpoint-file.task';
import { RetentionService } from '../../../src/event-log/audit/retention.service';
import { leafHash } from '../../../src/core/merkle/tree-hash';
import { LoggedEvent } from '../../../src/event-log/logged-event.entity';
import { CheckpointKeysService } from '../../../src/event-log/sealing/checkpoint-keys.service';
import { LogEntry } from '../../../src/event-log/sealing/log-entry.entity';
import { LogTree } from '../../../src/event-log/sealing/log-tree.entity';
import { SealingService } from '../../../src/event-log/sealing/sealing.service';
import { StoredCheckpoint } from '../../../src/event-log/sealing/stored-checkpoint.entity';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { KeyRing } from '../../../src/platform/secrets/key-ring';
import { addEvents } from '../../support/add-events';
import { aClient } from '../../support/a-client';
import { clientele } from '../../support/clientele';
import { managing } from '../../support/managing';
import { stopTasks } from '../../support/stop-tasks';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

const run = promisify(execFile);

const TABLES = [LoggedEvent, LogEntry, LogTree, StoredCheckpoint] as const;
const CLIENTS = 4;
const DAY_MS = 86_400_000;

describe('the audit of the log', () => {
  let database: TestDatabase;
  let folder: string;
  let entries: LogEntry[];
  /** A checkpoint of all entries that was kept elsewhere. */
  let kept: string;
  let server: TestServer;
  let app: TestServer['app'];

  const rowsOf = (table: (typeof TABLES)[number]): Promise<object[]> => app.get(DataSource).getRepository(table).find();
  const execute = (text: string, parameters: unknown[] = []): Promise<unknown> =>
    app.get(TransactionsService).statement(text, parameters);
  const command = (...words: string[]) => clientele(database, 'audit', ...words);

  /** The log begins with events of the start. Without them, the positions of the others are known. */
  const emptyLog = (): Promise<void> =>
    app.get(TransactionsService).run(async (manager) => {
      for (const table of [LoggedEvent, LogEntry, StoredCheckpoint]) await manager.clear(table);
      await manager.update(LogTree, { id: LogTree.ID }, { size: 0, subtrees: [], sealed_through: '' });
    });

  /** Nothing is sealed by itself while the rows are edited. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-audit-'));
    database = await preparedDatabase();
    server = await createTestApp({ CHECKPOINT_FILE: join(folder, 'checkpoint') }, database);
    ({ app } = server);
    await stopTasks(server);
    await emptyLog();
    for (let index = 0; index < CLIENTS; index += 1) {
      const client = await server.register(aClient({ client_name: `App ${index}` }));
      await managing(server, client).patch({ client_name: `Other ${index}` });
      await app.get(SealingService).seal();
    }
    entries = (await rowsOf(LogEntry)) as LogEntry[];
    kept = join(folder, 'kept');
    await writeFile(kept, (await command('checkpoint')).stdout);
  });

  afterAll(async () => {
    await server.close();
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const restore = (rows: readonly object[][]): Promise<void> =>
    app.get(TransactionsService).run(async (manager) => {
      for (const [index, table] of TABLES.entries()) {
        await manager.clear(table);
        await manager.insert(table, rows[index] ?? []);
      }
    });

  /** Edits the stored log, verifies it, and restores all rows. */
  const verifiedAfter = async (edit: () => Promise<unknown>, note?: string): Promise<string[]> => {
    const before = await Promise.all(TABLES.map(rowsOf));
    await edit();
    const { faults, faultCount } = await app.get(AuditService).verify({ note });
    expect(faultCount).toBe(faults.length);
    await restore(before);
    return faults.map(({ position, event_id, problem }) => `${position ?? '-'} ${event_id ?? '-'} ${problem}`);
  };

  const eventAt = (position: number): string => entries[position]?.event_id ?? '';

  it('holds for a log that nobody changed', async () => {
    const { code, stdout } = await command('verify', '--checkpoint', kept);
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'The log holds.']);
    expect(stdout).toContain(`${entries.length} entries (0 without their events, which have expired)`);
  });

  it('names the entries whose key is gone, which the tree and the checkpoints still hold', async () => {
    const report = await new AuditService(
      app.get(AuditRepository),
      app.get(CheckpointKeysService),
      new KeyRing([{ version: 2, key: Buffer.alloc(32, 9) }]),
    ).verify();
    const last = entries.length - 1;
    expect(report).toMatchObject({
      faultCount: 0,
      unchecked: [{ key: 1, entries: entries.length, first: 0, last }],
    });
  });

  it('names an event whose body was changed', async () => {
    const id = eventAt(2);
    const edit = () => execute(`UPDATE events SET body = replace(body, 'App', 'Ape') WHERE id = $1`, [id]);
    expect(await verifiedAfter(edit)).toEqual([`2 ${id} the event was changed`]);
  });

  it.each([
    ['type', `'client.deleted'`],
    ['client_id', 'NULL'],
    ['revision', '7'],
  ])('names an event whose column %s was changed', async (column, value) => {
    const edit = () => execute(`UPDATE events SET ${column} = ${value} WHERE id = $1`, [eventAt(2)]);
    expect(await verifiedAfter(edit)).toEqual([`2 ${eventAt(2)} the columns of the event were changed`]);
  });

  it('names an event that was changed together with its hash', async () => {
    const id = eventAt(3);
    const edit = async () => {
      await execute('UPDATE events SET body = $1 WHERE id = $2', ['{}', id]);
      await execute('UPDATE log_entries SET leaf_hash = $1 WHERE event_id = $2', [leafHash('{}'), id]);
    };
    const faults = await verifiedAfter(edit);
    expect(faults[0]).toBe(`3 ${id} the entry was changed, moved or inserted`);
    expect(faults.at(-1)).toMatch(/^\d - the first \d+ entries are not those of the checkpoint of /);
  });

  it('names an event that was removed', async () => {
    const edit = () => execute('DELETE FROM events WHERE id = $1', [eventAt(4)]);
    expect(await verifiedAfter(edit)).toEqual([`4 ${eventAt(4)} the event was removed`]);
  });

  it('names the first event that was removed as if its time had passed', async () => {
    const edit = () => execute('DELETE FROM events WHERE id = $1', [eventAt(0)]);
    expect(await verifiedAfter(edit)).toEqual(['0 - the events of 1 entries from here on were removed']);
  });

  it('names an entry that was removed with its event', async () => {
    const edit = async () => {
      await execute('DELETE FROM log_entries WHERE position = $1', [4]);
      await execute('DELETE FROM events WHERE id = $1', [eventAt(4)]);
    };
    expect((await verifiedAfter(edit))[0]).toBe('4 - the entry was removed');
  });

  it('names an event that was inserted without an entry', async () => {
    const id = '01900000-0000-7000-8000-000000000000';
    const edit = () => execute(`INSERT INTO events (id, type, body) VALUES ($1, 'client.updated', '{}')`, [id]);
    expect(await verifiedAfter(edit)).toEqual([`- ${id} the event was inserted: it has no place in the log`]);
  });

  it('names entries that were swapped', async () => {
    const edit = async () => {
      for (const [from, to] of [
        [2, -1],
        [5, 2],
        [-1, 5],
      ])
        await execute('UPDATE log_entries SET position = $1 WHERE position = $2', [to, from]);
    };
    const faults = await verifiedAfter(edit);
    expect(faults[0]).toBe(`2 ${eventAt(5)} the entry was changed, moved or inserted`);
    expect(faults).toContain(`5 ${eventAt(2)} the entry was changed, moved or inserted`);
  });

  it('names an entry that was inserted at the end', async () => {
    const end = entries.length;
    const edit = () =>
      execute(
        `INSERT INTO log_entries (position, event_id, leaf_hash, keyed_hash) VALUES ($1, 'x', $2, '1.${'A'.repeat(43)}')`,
        [end, leafHash('{}')],
      );
    expect((await verifiedAfter(edit))[0]).toBe(`${end} x the entry was changed, moved or inserted`);
  });

  it('sees that the tail was cut off', async () => {
    const from = entries.length - 2;
    const edit = () => execute('DELETE FROM log_entries WHERE position >= $1', [from]);
    expect((await verifiedAfter(edit))[0]).toBe(
      `${from} - the tail was cut off: the tree of the log has ${from + 2} entries, and there are ${from}`,
    );
  });

  it('sees a checkpoint that was changed', async () => {
    const edit = () => execute(`UPDATE checkpoints SET note = replace(note, '/log', '/lag')`);
    expect((await verifiedAfter(edit))[0]).toMatch(/ the checkpoint of \d+ entries of \S+ is not signed by this log$/);
  });

  describe('against a checkpoint that was kept elsewhere', () => {
    /** What an older copy of the database has. */
    const restoreOlderCopy = async (): Promise<void> => {
      const size = entries.length - 2;
      await execute('DELETE FROM events WHERE id IN (SELECT event_id FROM log_entries WHERE position >= $1)', [size]);
      await execute('DELETE FROM log_entries WHERE position >= $1', [size]);
      await execute('DELETE FROM checkpoints WHERE size > $1', [size]);
      await execute('UPDATE log_tree SET size = $1', [size]);
    };

    it('sees a tail that was cut off with all traces', async () => {
      const note = await readFile(kept, 'utf8');
      expect(await verifiedAfter(restoreOlderCopy)).toEqual([]);
      const size = entries.length;
      expect(await verifiedAfter(restoreOlderCopy, note)).toEqual([
        `${size - 2} - the tail was cut off: the given checkpoint has ${size} entries, and there are ${size - 2}`,
      ]);
    });

    it('sees a history that was replaced as a whole', async () => {
      const note = await readFile(kept, 'utf8');
      const replaceAll = async (): Promise<void> => {
        for (const table of ['events', 'log_entries', 'checkpoints']) await execute(`DELETE FROM ${table}`);
        await execute(`UPDATE log_tree SET size = 0, subtrees = '[]', sealed_through = ''`);
        const events = entries.map(({ event_id: id }, index) => ({
          id,
          type: 'client.updated',
          body: JSON.stringify({ id, type: 'client.updated', index }),
        }));
        await addEvents({ app }, events);
        await app.get(SealingService).seal();
      };
      expect(await verifiedAfter(replaceAll)).toEqual([]);
      expect(await verifiedAfter(replaceAll, note)).toEqual([
        expect.stringMatching(/ the first \d+ entries are not those of the checkpoint that was given/),
      ]);
    });

    it('refuses one that the log did not sign', async () => {
      const forged = join(folder, 'forged');
      await writeFile(forged, (await readFile(kept, 'utf8')).replace(/^\d+$/m, '3'));
      const { code, stdout } = await command('verify', '--checkpoint', forged, '--json');
      expect([code, JSON.parse(stdout)]).toMatchObject([
        3,
        { holds: false, faults: [{ problem: 'the given checkpoint is not signed by a key of this log' }] },
      ]);
    });
  });

  it('keeps the newest checkpoint in CHECKPOINT_FILE', async () => {
    await app.get(CheckpointFileTask).write();
    expect(await readFile(join(folder, 'checkpoint'), 'utf8')).toMatch(/^localhost:3000\/log\n\d+\n/);
  });

  it('proves an event to whoever has the public key', async () => {
    const { stdout } = await command('prove', eventAt(2));
    const proof = join(folder, 'proof.json');
    await writeFile(proof, stdout);
    const { key } = JSON.parse(stdout) as { key: string };
    const checked = await clientele({ url: 'sqlite:nowhere' }, 'audit', 'check', proof, '--key', key);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ id: eventAt(2), type: 'client.registered' });
    const program = join(folder, 'check-proof.mjs');
    await writeFile(program, CHECK_PROOF_NODE);
    const { stdout: printed } = await run(process.execPath, [program, proof, key]);
    expect(JSON.parse(printed)).toMatchObject({ id: eventAt(2) });
    await writeFile(proof, stdout.replace('client.registered', 'client.removed'));
    await expect(run(process.execPath, [program, proof, key])).rejects.toThrow('the event is not in the log');
    const otherKey = key.replace(/.{4}$/, 'AAAA');
    await expect(run(process.execPath, [program, proof, otherKey])).rejects.toThrow('not signed by the key');
    const refused = await clientele({ url: 'sqlite:nowhere' }, 'audit', 'check', proof);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('the event is not at this position of the log of the checkpoint');
    expect((await command('prove', 'nothing')).code).toBe(1);
  });

  it('prints the newest events, and all of a range', async () => {
    const tail = await command('tail', '--lines', '2', '--json');
    expect(
      tail.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(entries.slice(-2).map(({ event_id }) => event_id));
    const exported = await command('export', '--from', '2020-01-01');
    expect(exported.stdout.trim().split('\n')).toHaveLength(entries.length);
    expect((await command('export', '--to', '2020-01-01')).stdout).toBe('');
    expect((await command('export', '--from', 'yesterday')).code).toBe(2);
    const before = await Promise.all(TABLES.map(rowsOf));
    await emptyLog();
    expect(await command('tail')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/no events yet\.\n$/),
    });
    await restore(before);
  });

  it('is described by a guide whose commands work', async () => {
    const guide = await readFile(join(__dirname, '../../../docs/AUDIT.md'), 'utf8');
    const commands = [...guide.matchAll(/^npm run -s clientele -- (audit .+)$/gm)].map(([, words = '']) => words);
    expect(commands.length).toBeGreaterThan(5);
    for (const line of commands) {
      const [words = '', file] = line.replace('EVENT', eventAt(1)).split(' > ');
      const inFolder = words.split(' ').map((word) => (/\.(txt|json)$/.test(word) ? join(folder, word) : word));
      const { code, stdout } = await clientele(database, ...inFolder);
      expect([line, code, stdout === '']).toEqual([line, 0, false]);
      if (file !== undefined) await writeFile(join(folder, file), stdout);
    }
  });

  it('holds after events have expired, and their deletion is an event', async () => {
    const node = await createTestApp({ AUDIT_RETENTION_DAYS: '30' }, database);
    await node.app.get(RetentionService).deleteExpired(new Date(Date.now() + 29 * DAY_MS));
    expect(await rowsOf(LoggedEvent)).toHaveLength(entries.length);
    await node.app.get(RetentionService).deleteExpired(new Date(Date.now() + 31 * DAY_MS));
    await node.app.get(SealingService).seal();
    const left = (await rowsOf(LoggedEvent)) as LoggedEvent[];
    expect(left.map(({ type }) => type)).toEqual(['events.expired']);
    const { stdout } = await command('verify', '--checkpoint', kept);
    expect(stdout).toContain(`${entries.length + 1} entries (${entries.length} without their events`);
    expect(stdout).toContain('The log holds.');
    await node.close();
  });
});
