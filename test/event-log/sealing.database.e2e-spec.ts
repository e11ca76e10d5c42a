import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { openCheckpoint } from '../../src/core/merkle/checkpoint';
import { GrowingTree, leafHash } from '../../src/core/merkle/tree-hash';
import { LoggedEvent } from '../../src/event-log/logged-event.entity';
import { CheckpointKeysService } from '../../src/event-log/sealing/checkpoint-keys.service';
import { LogEntry } from '../../src/event-log/sealing/log-entry.entity';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { StoredCheckpoint } from '../../src/event-log/sealing/stored-checkpoint.entity';
import { execute } from '../../src/platform/database/execute';
import { addEvents } from '../support/add-events';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const ROUNDS = 5;

describe('the sealing of the log by two nodes', () => {
  let database: TestDatabase;
  let nodes: [TestServer, TestServer];

  beforeAll(async () => {
    database = await preparedDatabase();
    nodes = [await createTestApp({}, database), await createTestApp({}, database)];
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  /** Until all events are sealed: the tasks of both nodes may have begun before. */
  const sealedEntries = async (): Promise<readonly LogEntry[]> => {
    await Promise.all(nodes.map(({ app }) => app.get(SealingService).seal()));
    await nodes[0].app.get(SealingService).seal();
    return nodes[0].app
      .get(DataSource)
      .getRepository(LogEntry)
      .find({ order: { position: 'ASC' } });
  };

  it('gives each event one place, and signs the root of all of them', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const registered = await Promise.all(nodes.map((node) => node.register(aClient())));
      await Promise.all([
        ...nodes.map(({ app }) => app.get(SealingService).seal()),
        ...registered.map((client, index) =>
          managing(nodes[1 - index] as TestServer, client).patch({ client_name: `App ${round}` }),
        ),
      ]);
    }
    const entries = await sealedEntries();
    const dataSource = nodes[0].app.get(DataSource);
    const events = await execute(dataSource, 'SELECT id, body FROM events', []);
    expect(entries.map(({ position }) => position)).toEqual(events.map((_, index) => index));
    expect(entries.map(({ event_id }) => event_id).sort()).toEqual(events.map(({ id }) => id).sort());
    const bodies = new Map(events.map(({ id, body }) => [id, body]));
    const tree = GrowingTree.empty();
    const roots = new Map<number, Buffer>();
    for (const { event_id, leaf_hash } of entries) {
      expect(leaf_hash).toBe(leafHash(String(bodies.get(event_id))));
      tree.add(leaf_hash);
      roots.set(tree.size, tree.root());
    }
    const keys = await nodes[0].app.get(CheckpointKeysService).verifierKeys();
    const checkpoints = await dataSource.getRepository(StoredCheckpoint).find({ order: { size: 'ASC' } });
    expect(checkpoints.at(-1)?.size).toBe(entries.length);
    for (const { size, note } of checkpoints)
      expect(openCheckpoint(note, keys)).toEqual({ origin: 'localhost:3000/log', size, root: roots.get(size) });
  });

  it('keeps the order of the changes of a client, whatever the clocks of the nodes say', async () => {
    const dataSource = nodes[0].app.get(DataSource);
    const { client_id } = await nodes[0].register(aClient());
    await sealedEntries();
    const newest = await dataSource.getRepository(LoggedEvent).find({ order: { id: 'DESC' }, take: 1 });
    const id = (last: string): string => `${newest[0]?.id.slice(0, -1) ?? ''}${last}`;
    const next = [3, 2].map((revision) => ({
      id: id(revision === 3 ? 'x' : 'y'),
      type: 'client.updated',
      client_id,
      revision,
      body: `${revision}`,
    }));
    await addEvents(nodes[0], next);
    const order = (await sealedEntries()).slice(-2).map(({ event_id }) => event_id.at(-1));
    expect(order).toEqual(['y', 'x']);
  });

  it('seals more events than one transaction takes, each once and in the order of their ids', async () => {
    const ids = Array.from({ length: 1002 }, () => uuidv7());
    await addEvents(
      nodes[0],
      ids.map((id) => ({ id, type: 'client.updated', body: id })),
    );
    await nodes[0].app.get(SealingService).seal();
    expect((await sealedEntries()).slice(-ids.length).map(({ event_id }) => event_id)).toEqual(ids);
  });

  it('finds an event whose commit took longer than usual', async () => {
    const dataSource = nodes[0].app.get(DataSource);
    await nodes[0].register(aClient());
    await sealedEntries();
    const late = { id: idBeforeNow(60_000), type: 'client.updated', body: 'late' };
    await addEvents(nodes[0], [late]);
    await nodes[1].app.get(SealingService).seal({ fromMs: 120_000, untilMs: 90_000 });
    expect((await sealedEntries()).map(({ event_id }) => event_id)).not.toContain(late.id);
    await nodes[1].app.get(SealingService).seal({ fromMs: 120_000, untilMs: 30_000 });
    const entries = await dataSource.getRepository(LogEntry).find({ order: { position: 'ASC' } });
    expect(entries.at(-1)?.event_id).toBe(late.id);
  });
});

const idBeforeNow = (ms: number): string => {
  const time = (Date.now() - ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};
