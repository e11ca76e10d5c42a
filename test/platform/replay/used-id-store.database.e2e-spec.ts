import { WriteConnectionService } from '../../../src/platform/database/write-connection.service';
import { UsedId } from '../../../src/platform/replay/used-id.entity';
import { UsedIdStore } from '../../../src/platform/replay/used-id.store';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

describe('identifiers remembered by all nodes', () => {
  const later = (): number => Date.now() / 1000 + 60;
  /** By how much identifiers outlive what they are for. */
  const CLOCK_SKEW_SECONDS = 300;
  const PURPOSES = ['client-assertion', 'dpop-proof', 'software-statement', 'revoked-token'] as const;

  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let set: UsedIdStore;

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await createTestApp({}, database);
    other = await createTestApp({}, database);
    set = server.app.get(UsedIdStore);
  });

  afterAll(async () => {
    await Promise.all([server.close(), other.close()]);
    await database.drop();
  });

  it('takes an identifier once, whichever of two nodes sees it first', async () => {
    const sets = [set, other.app.get(UsedIdStore)];
    for (let round = 0; round < 50; round += 1) {
      const taken = await Promise.all(
        [0, 1, 0, 1].map(async (node) => sets[node]?.add('client-assertion', `jti ${round}`, later())),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    }
    await expect(sets[0]?.has('client-assertion', 'jti 1')).resolves.toBe(true);
    await expect(sets[0]?.has('dpop-proof', 'jti 1')).resolves.toBe(false);
  });

  it('forgets what has expired and nothing else', async () => {
    const now = Date.now() / 1000;
    await set.add('revoked-token', 'old', now - CLOCK_SKEW_SECONDS - 1);
    await set.add('revoked-token', 'live', later());
    await set.sweep();
    await expect(set.has('revoked-token', 'old')).resolves.toBe(false);
    await expect(set.has('revoked-token', 'live')).resolves.toBe(true);
  });

  it.each(PURPOSES)('keeps a %s for a node whose clock is behind', async (purpose) => {
    const now = Date.now();
    await set.add(purpose, 'id', now / 1000);
    await set.sweep(new Date(now + (CLOCK_SKEW_SECONDS - 1) * 1000));
    await expect(set.add(purpose, 'id', now / 1000)).resolves.toBe(false);
    await set.sweep(new Date(now + (CLOCK_SKEW_SECONDS + 1) * 1000));
    await expect(set.has(purpose, 'id')).resolves.toBe(false);
  });

  it('keeps what matters for longer than dates reach', async () => {
    await expect(set.add('software-statement', 'id', 1e15)).resolves.toBe(true);
    await expect(set.add('software-statement', 'id', Infinity)).resolves.toBe(false);
  });

  it('forgets however many have expired, some at a time', async () => {
    const entries = server.app.get(WriteConnectionService).dataSource.getRepository(UsedId);
    const expired = Array.from({ length: 2500 }, (_, number) => ({
      purpose: 'revoked-token',
      id: `token ${number}`,
      expires_at: new Date(number),
    }));
    await entries.insert(expired);
    await set.add('revoked-token', 'token that is live', later());
    await set.sweep();
    const left = (await entries.find()).filter(({ id }) => id.startsWith('token '));
    expect(left).toMatchObject([{ id: 'token that is live' }]);
  });
});
