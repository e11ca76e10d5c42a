import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Event } from '../event';
import { idAt } from '../event-id';
import { LONGEST_DELAY_MS } from '../sealing/look-back';
import { NEWEST_CHECKPOINT, StoredCheckpoint } from '../sealing/stored-checkpoint.entity';
import { execute } from '../../platform/database/execute';
import { list } from '../../platform/database/rows';

/** A sealed event, as far as it has to be known to decide about its delivery. */
export interface FollowedEvent {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly client_id: string | null;
  /** The whole event; it is parsed once. */
  readonly event: () => Event;
}

/** A part of the log: the events, and the position after it. */
export interface LogPage {
  readonly events: readonly FollowedEvent[];
  readonly next: number;
}

/** Reads the sealed log: by positions, in the order in which webhooks and other followers read it. */
@Injectable()
export class FollowedLogRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The next position, which no event has yet. */
  async size(): Promise<number> {
    const [row] = await execute(this.dataSource, 'SELECT size FROM log_tree WHERE id = 1', []);
    return Number(row?.['size'] ?? 0);
  }

  /** The events from a position on, of at most `most` entries. Entries whose event was deleted are left out. */
  async page(from: number, most: number): Promise<LogPage> {
    const text = `SELECT log_entries.position, events.id, events.type, events.client_id, events.body
      FROM log_entries LEFT JOIN events ON events.id = log_entries.event_id
      WHERE log_entries.position >= $1 ORDER BY log_entries.position LIMIT ${most}`;
    const rows = await execute(this.dataSource, text, [from]);
    const last = rows.at(-1);
    return {
      events: rows.filter(({ id }) => id !== null).map((row) => followedEventOf(row)),
      next: last ? Number(last['position']) + 1 : from,
    };
  }

  /** The sealed event with this id. */
  async find(id: string): Promise<FollowedEvent | undefined> {
    const text = `SELECT log_entries.position, events.id, events.type, events.client_id, events.body
      FROM log_entries JOIN events ON events.id = log_entries.event_id WHERE log_entries.event_id = $1`;
    const [row] = await execute(this.dataSource, text, [id]);
    return row && followedEventOf(row);
  }

  /** The events with these ids, by their ids. */
  async events(ids: readonly string[]): Promise<ReadonlyMap<string, Event>> {
    if (ids.length === 0) return new Map();
    const text = `SELECT id, body FROM events WHERE id IN (${list(ids.length)})`;
    const rows = await execute(this.dataSource, text, [...ids]);
    return new Map(rows.map(({ id, body }) => [id as string, JSON.parse(body as string) as Event]));
  }

  /** A position that is not after those of all events since a moment. */
  async positionBefore(moment: Date): Promise<number> {
    return (await this.firstPosition(moment.getTime() - LONGEST_DELAY_MS)) ?? (await this.size());
  }

  /** A position after those of all events before a moment. */
  async positionAfter(moment: Date): Promise<number> {
    return (await this.firstPosition(moment.getTime() + LONGEST_DELAY_MS)) ?? (await this.size());
  }

  /** The newest checkpoint. */
  async newestCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const [newest] = await this.dataSource.getRepository(StoredCheckpoint).find(NEWEST_CHECKPOINT);
    return newest;
  }

  /** The checkpoints of these sizes, by their sizes. */
  async checkpoints(sizes: readonly number[]): Promise<ReadonlyMap<number, StoredCheckpoint>> {
    const checkpoints = this.dataSource.getRepository(StoredCheckpoint);
    const found = await Promise.all(sizes.map((size) => checkpoints.findOneBy({ size })));
    return new Map(found.flatMap((one) => (one ? [[one.size, one] as const] : [])));
  }

  private async firstPosition(sinceMs: number): Promise<number | undefined> {
    const text = 'SELECT position FROM log_entries WHERE event_id >= $1 ORDER BY event_id LIMIT 1';
    const [row] = await execute(this.dataSource, text, [idAt(sinceMs)]);
    return row && Number(row['position']);
  }
}

type Row = Readonly<Record<string, unknown>>;

const followedEventOf = (row: Row): FollowedEvent => {
  let parsed: Event | undefined;
  return {
    position: Number(row['position']),
    id: row['id'] as string,
    type: row['type'] as string,
    client_id: row['client_id'] as string | null,
    event: () => (parsed ??= JSON.parse(row['body'] as string) as Event),
  };
};
