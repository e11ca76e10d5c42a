import { DataSource } from 'typeorm';
import type { Event } from '../../src/event-log/event';
import type { EventData, EventType } from '../../src/event-log/event-types';
import { LoggedEvent } from '../../src/event-log/logged-event.entity';
import type { TestServer } from './test-server';

/** All events in the database of a server, the oldest first. */
export const loggedEvents = async ({ app }: TestServer): Promise<readonly Event[]> => {
  const stored = await app
    .get(DataSource)
    .getRepository(LoggedEvent)
    .find({ order: { id: 'ASC' } });
  return stored.map(({ body }) => body);
};

/** The events of one type, the oldest first. */
export const eventsOfType = async <Type extends EventType>(
  server: TestServer,
  type: Type,
): Promise<readonly (Event & { readonly data: EventData[Type] })[]> =>
  (await loggedEvents(server)).filter((event) => event.type === type) as (Event & { data: EventData[Type] })[];
