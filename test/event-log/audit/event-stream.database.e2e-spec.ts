import { EventStreamService } from '../../../src/event-log/audit/event-stream.service';
import { AuditRepository } from '../../../src/event-log/audit/audit.repository';
import { SealingService } from '../../../src/event-log/sealing/sealing.service';
import { aClient } from '../../support/a-client';
import { loggedEvents } from '../../support/logged-events';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';

describe('the stream of events', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const register = async (): Promise<string> => {
    const { client_id } = await server.register(aClient());
    await server.app.get(SealingService).seal();
    return client_id;
  };

  it('gives what happened since an event and what happens then, to several readers by the same reads', async () => {
    const stream = server.app.get(EventStreamService);
    const sizes = jest.spyOn(server.app.get(AuditRepository), 'treeSize');
    await register();
    const last = (await loggedEvents(server)).at(-1)?.id ?? '';
    const position = (await stream.positionAfter(last)) ?? 0;
    const missed = await register();
    const stopping = new AbortController();
    const readers = Array.from({ length: 20 }, () => stream.from(position, stopping.signal));
    const first = await Promise.all(readers.map((reader) => reader.next()));
    expect(first).toMatchObject(readers.map(() => ({ value: { client_id: missed } })));
    const following = readers.map((reader) => reader.next());
    const later = await register();
    expect(await Promise.all(following)).toMatchObject(readers.map(() => ({ value: { client_id: later } })));
    expect(sizes.mock.calls.length).toBeLessThan(readers.length);
    stopping.abort();
    expect((await Promise.all(readers.map((reader) => reader.next()))).every(({ done }) => done)).toBe(true);
    expect(await stream.positionAfter('nothing')).toBeUndefined();
  });
});
