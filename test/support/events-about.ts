import { EventLogService } from '../../src/event-log/event-log.service';
import type { TestServer } from './test-server';

/** The types of the events whose data have this value, each with the client on whose behalf it happened; the oldest first. */
export const eventsAbout = async (server: TestServer, value: unknown): Promise<readonly (readonly unknown[])[]> => {
  const found = [];
  for await (const { type, data, actor } of server.app.get(EventLogService).between())
    if (Object.values(data).includes(value)) found.push([type, actor['client_id']]);
  return found;
};
