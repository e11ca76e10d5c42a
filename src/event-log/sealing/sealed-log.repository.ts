import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, executeWithin } from '../../platform/database/execute';
import { InsertStatement } from '../../platform/database/insert-statement';
import { affected, TransactionsService } from '../../platform/database/transactions.service';
import { LogEntry } from './log-entry.entity';
import { LogTree } from './log-tree.entity';
import { StoredCheckpoint } from './stored-checkpoint.entity';

/** A committed event that has no place in the tree. */
export interface UnsealedEvent {
  readonly id: string;
  readonly body: string;
  readonly client_id: string | null;
  readonly revision: number | null;
}

/** What one transaction adds to the log: entries, the tree that has them, and the checkpoint of this tree. */
export interface Sealed {
  /** The tree as it was read. */
  readonly before: LogTree;
  readonly after: LogTree;
  readonly entries: readonly LogEntry[];
  readonly checkpoint: StoredCheckpoint;
}

const UNSEALED = `SELECT id, body, client_id, revision FROM events
  LEFT JOIN log_entries ON log_entries.event_id = events.id AND log_entries.event_id > $1 AND log_entries.event_id <= $2
  WHERE events.id > $1 AND events.id <= $2 AND log_entries.event_id IS NULL ORDER BY events.id LIMIT $3`;
const UPDATE_TREE = 'UPDATE log_tree SET size = $1, subtrees = $2, sealed_through = $3 WHERE id = $4 AND size = $5';

/** Reads and writes the tree of the log, its entries and its checkpoints. */
@Injectable()
export class SealedLogRepository {
  private readonly entries: InsertStatement<LogEntry>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.entries = new InsertStatement(dataSource, LogEntry);
  }

  /** Stores an empty tree, unless there is a tree. */
  async begin(): Promise<void> {
    const tree = { id: LogTree.ID, size: 0, subtrees: [], sealed_through: '' };
    await this.transactions.run((manager) =>
      manager.createQueryBuilder().insert().into(LogTree).values(tree).orIgnore().execute(),
    );
  }

  /** The tree as it is stored now. */
  tree(): Promise<LogTree> {
    return this.dataSource.getRepository(LogTree).findOneByOrFail({ id: LogTree.ID });
  }

  /**
   * The first `most` events after an id, and until another one, that have no entry, in the order of their ids. The further
   * conditions of the join keep a merge join from reading all entries.
   */
  async unsealed(after: string, until: string, most: number): Promise<readonly UnsealedEvent[]> {
    const rows = await execute(this.dataSource, UNSEALED, [after, until, most]);
    return rows as unknown as readonly UnsealedEvent[];
  }

  /** Appends to the log. Gives false, and writes nothing, if another node has appended to it since `before` was read. */
  append({ before, after, entries, checkpoint }: Sealed): Promise<boolean> {
    const values = [after.size, JSON.stringify(after.subtrees), after.sealed_through, after.id, before.size];
    return this.transactions.run(async (manager) => {
      if ((await affected(manager, UPDATE_TREE, values)) === 0) return false;
      await this.entries.write((text, parameters) => executeWithin(manager, text, parameters), entries);
      await manager.insert(StoredCheckpoint, checkpoint);
      return true;
    });
  }
}
