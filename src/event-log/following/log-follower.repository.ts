import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { execute } from '../../platform/database/execute';
import { affected, TransactionsService } from '../../platform/database/transactions.service';

/** How far a follower is. */
export interface FollowerState {
  readonly next_position: number;
  readonly filled_through: string | null;
  /** Whether there is anything to read. */
  readonly isBehind: boolean;
  /** Whether another node reads at this moment. */
  readonly isTaken: boolean;
}

/** What a step of a follower has read: up to where. */
export type Progress = Pick<FollowerState, 'next_position' | 'filled_through'>;

const STATE = `SELECT next_position, filled_through, node, node_until, (SELECT size FROM log_tree WHERE id = 1) AS size
  FROM log_followers WHERE name = $1`;
const BEGIN = `INSERT INTO log_followers (name, next_position, filled_through)
  SELECT CAST($1 AS text), COALESCE(max(size), 0), CAST($2 AS text) FROM log_tree WHERE id = 1 ON CONFLICT DO NOTHING`;
const RELEASE = 'UPDATE log_followers SET node = NULL WHERE name = $1 AND node = $2';
const ADVANCE = `UPDATE log_followers SET next_position = $1, filled_through = $2, node = $3, node_until = $4
  WHERE name = $5 AND (node IS NULL OR node = $3 OR node_until <= $6)
  AND next_position = $7 AND COALESCE(filled_through, 'end') = $8`;

/** A node reads for so long before another one may; each step extends it. */
const TURN_MS = 15_000;

/** Reads and writes how far the followers of the log are. */
@Injectable()
export class LogFollowerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {}

  /**
   * The state of a follower; one that is new begins at the end of the log. `fills` says whether it also reads what there
   * was before. `node` identifies this process.
   */
  async state(name: string, fills: boolean, node: string): Promise<FollowerState> {
    const [row] = await execute(this.dataSource, STATE, [name]);
    if (!row) {
      await this.transactions.statement(BEGIN, [name, fills ? '' : null]);
      return this.state(name, fills, node);
    }
    const [next_position, filled_through] = [Number(row['next_position']), row['filled_through'] as string | null];
    return {
      next_position,
      filled_through,
      isBehind: filled_through !== null || next_position < Number(row['size'] ?? 0),
      isTaken: row['node'] !== null && row['node'] !== node && Number(row['node_until']) > Date.now(),
    };
  }

  /** Whether a follower has read what there was before the log; not if no server has begun with that. */
  async isFilled(name: string): Promise<boolean> {
    const [row] = await execute(this.dataSource, STATE, [name]);
    return row !== undefined && row['filled_through'] === null;
  }

  /** Lets another node take a follower at once. */
  async release(name: string, node: string): Promise<void> {
    await this.transactions.statement(RELEASE, [name, node]);
  }

  /**
   * Writes how far a follower is, and what `write` adds, in one transaction, after which no other node reads for a while.
   * Gives false, and writes nothing, if another node has read on meanwhile.
   */
  advance(
    name: string,
    node: string,
    [before, after]: readonly [before: Progress, after: Progress],
    write: (manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    const now = Date.now();
    const to = [after.next_position, after.filled_through, node, now + TURN_MS];
    const from = [name, now, before.next_position, before.filled_through ?? 'end'];
    return this.transactions.run(async (manager) => {
      if ((await affected(manager, ADVANCE, [...to, ...from])) === 0) return false;
      await write(manager);
      return true;
    });
  }
}
