import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { LogEntry } from '../sealing/log-entry.entity';
import { LogTree } from '../sealing/log-tree.entity';
import { idAt } from '../event-id';
import { NEWEST_CHECKPOINT, StoredCheckpoint } from '../sealing/stored-checkpoint.entity';
import { execute } from '../../platform/database/execute';

const PAGE = 1000;

/** The columns of an event as they are stored. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly client_id: string | null;
  readonly revision: number | null;
  readonly body: string;
}

/** A sealed entry, with its event unless that was deleted. */
export interface AuditedEntry {
  readonly entry: LogEntry;
  readonly event: StoredEvent | undefined;
}

/** Reads the whole log, a page at a time. */
@Injectable()
export class AuditRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The sealed entries from a position on, in the order of their positions. */
  async *entries(from = 0): AsyncGenerator<AuditedEntry> {
    for (let next = from; ;) {
      const page = await this.page(next, PAGE);
      yield* page;
      if (page.length < PAGE) return;
      next = positionAfter(page) ?? next;
    }
  }

  /** The first `most` sealed entries from a position on, in the order of their positions. */
  async page(from: number, most: number): Promise<readonly AuditedEntry[]> {
    return (await execute(this.dataSource, ENTRIES, [from, most])).map((row) => auditedEntryOf(row));
  }

  /** The leaf hashes of the first `size` entries, in the order of their positions. It reads no events. */
  async *leafHashes(size: number): AsyncGenerator<string> {
    for (let next = 0; next < size; next += PAGE) {
      const rows = await execute(this.dataSource, LEAF_HASHES, [next, Math.min(next + PAGE, size)]);
      for (const { leaf_hash } of rows) yield String(leaf_hash);
    }
  }

  /** The ids of events that have no place in the tree, in their order; `examined` gets the number of events that were read. */
  async *unsealed(examined: (events: number) => void = () => undefined): AsyncGenerator<string> {
    for (let last = ''; ;) {
      const rows = await execute(this.dataSource, PLACES, [last]);
      for (const { id, position } of rows) if (position === null) yield String(id);
      examined(rows.length);
      if (rows.length < PAGE) return;
      last = String(rows.at(-1)?.['id']);
    }
  }

  /** The position of the oldest event that is still there and sealed. */
  async firstPosition(): Promise<number | undefined> {
    const [row] = await execute(this.dataSource, FIRST_POSITION, []);
    return row && Number(row['position']);
  }

  /** The position of the oldest sealed entry whose event happened at a moment or later. */
  async positionSince(moment: Date): Promise<number | undefined> {
    const [row] = await execute(this.dataSource, POSITION_SINCE, [idAt(moment.getTime())]);
    return row && Number(row['position']);
  }

  /** The checkpoints by their sizes. */
  async *checkpoints(): AsyncGenerator<StoredCheckpoint> {
    const checkpoints = this.dataSource.getRepository(StoredCheckpoint);
    for (let size = 0; ;) {
      const page = await checkpoints.find({ where: { size: MoreThan(size) }, order: { size: 'ASC' }, take: PAGE });
      yield* page;
      if (page.length < PAGE) return;
      size = page.at(-1)?.size ?? size;
    }
  }

  /** The checkpoint of the most entries. */
  async newestCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const [newest] = await this.dataSource.getRepository(StoredCheckpoint).find(NEWEST_CHECKPOINT);
    return newest;
  }

  /** The number of entries that the tree has. */
  async treeSize(): Promise<number> {
    return (await this.dataSource.getRepository(LogTree).findOneBy({ id: LogTree.ID }))?.size ?? 0;
  }

  /** The entry of an event, with the event unless that was deleted. */
  async find(event_id: string): Promise<AuditedEntry | undefined> {
    const [row] = await execute(this.dataSource, ENTRY_OF_EVENT, [event_id]);
    return row && auditedEntryOf(row);
  }
}

const COLUMNS = `log_entries.position, log_entries.event_id, log_entries.leaf_hash, log_entries.keyed_hash,
  events.id, events.type, events.client_id, events.revision, events.body`;
const ENTRIES = `SELECT ${COLUMNS} FROM log_entries LEFT JOIN events ON events.id = log_entries.event_id
  WHERE log_entries.position >= $1 ORDER BY log_entries.position LIMIT $2`;
const LEAF_HASHES = 'SELECT leaf_hash FROM log_entries WHERE position >= $1 AND position < $2 ORDER BY position';
const ENTRY_OF_EVENT = `SELECT ${COLUMNS} FROM log_entries LEFT JOIN events ON events.id = log_entries.event_id
  WHERE log_entries.event_id = $1`;
// The place is looked up for one event after another: a join could read the entries of all deleted events first.
const FIRST_POSITION = `SELECT position FROM (
    SELECT id, (SELECT position FROM log_entries WHERE event_id = events.id) AS position FROM events WHERE id > ''
  ) AS places WHERE position IS NOT NULL ORDER BY id LIMIT 1`;
const POSITION_SINCE = 'SELECT position FROM log_entries WHERE event_id >= $1 ORDER BY event_id LIMIT 1';
const PLACES = `SELECT events.id, log_entries.position FROM events
  LEFT JOIN log_entries ON log_entries.event_id = events.id AND log_entries.event_id > $1
  WHERE events.id > $1 ORDER BY events.id LIMIT ${PAGE}`;

const auditedEntryOf = ({ position, event_id, leaf_hash, keyed_hash, ...event }: Readonly<Record<string, unknown>>) =>
  ({
    entry: { position: Number(position), event_id, leaf_hash, keyed_hash },
    event: event['id'] === null ? undefined : event,
  }) as AuditedEntry;

/** The position after the last one of a page; nothing for an empty page. */
export const positionAfter = (page: readonly AuditedEntry[]): number | undefined => {
  const last = page.at(-1);
  return last && last.entry.position + 1;
};
