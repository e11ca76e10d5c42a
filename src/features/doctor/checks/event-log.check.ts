import { Injectable } from '@nestjs/common';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { ExaminedDatabase } from '../examined-database';
import { type Finding, note, ok, warning } from '../finding';

/** Servers seal once a second. */
const LATE_MS = 60_000;
const MOST_COUNTED = 10_000;

const SEALED = 'SELECT sealed_through FROM log_tree WHERE id = 1';
const UNSEALED = `SELECT count(*) AS count, min(id) AS oldest FROM (SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT ${MOST_COUNTED}) newer`;

/** Whether servers seal the log of events. */
@Injectable()
@Examines({ name: 'log of events', needs: 'schema' })
export class EventLogCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const [tree] = await this.database.rows<{ sealed_through: string }>(SEALED);
    const [events] = await this.database.rows<{ count: string; oldest: string | null }>(UNSEALED, [
      tree?.sealed_through ?? '',
    ]);
    return [backlogFinding(Number(events?.count), events?.oldest ?? undefined, this.clock.now())];
  }
}

/** What is to be said about events that have no place in the tree; `oldest` is the id of the first of them. */
export const backlogFinding = (count: number, oldest: string | undefined, now: number): Finding => {
  if (oldest === undefined) return ok('all events are sealed');
  const waiting = now - createdAt(oldest);
  const amount = count === MOST_COUNTED ? `${count} events or more` : `${count} ${count === 1 ? 'event' : 'events'}`;
  const finding = `${amount} not sealed yet, the oldest since ${Math.max(0, Math.round(waiting / 1000))} s`;
  return waiting > LATE_MS
    ? warning(finding, 'start a server, or look for failures of the sealing in its log: until then no proof has them')
    : note(finding);
};

/** The time in a UUID version 7 (RFC 9562 section 5.7). */
const createdAt = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
