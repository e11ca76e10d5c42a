import type { GroupedStatement, RunStatement } from '../../platform/database/unit-of-work';

const SPEND = `UPDATE initial_access_tokens SET uses_left = uses_left - $1
  WHERE id = $2 AND uses_left > 0 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
  RETURNING uses_left`;

/**
 * Spends uses of initial access tokens in the commit of the clients that they register: one statement for each token of
 * a batch, however many of its units have that token. If a token has fewer uses left than the batch asks for, the
 * units that came first get them. A negative number is never committed: the transaction is undone, and written again
 * without the units that were refused.
 */
export class SpendingStatement implements GroupedStatement<string> {
  /** After all rows are inserted, so that the row of a token that many use is locked for the time of a commit only. */
  readonly order = 'spend initial_access_tokens';
  readonly mayRefuse = true;

  /** Units with the same token share a batch. */
  keyOf(): undefined {
    return undefined;
  }

  /**
   * Takes the id of the token of each unit. Two nodes lock the rows of several tokens in the same order, and so never
   * wait for each other in a circle.
   */
  async write(run: RunStatement, ids: readonly string[]): Promise<readonly boolean[]> {
    const granted = new Map<string, number>();
    for (const id of [...new Set(ids)].sort()) {
      const count = ids.filter((one) => one === id).length;
      granted.set(id, await spend(run, id, count));
    }
    return ids.map((id) => {
      const left = granted.get(id) ?? 0;
      granted.set(id, left - 1);
      return left > 0;
    });
  }
}

/** Gives how many of `count` uses of a token are granted. */
const spend = async (run: RunStatement, id: string, count: number): Promise<number> => {
  const [row] = await run(SPEND, [count, id, Date.now()]);
  return row === undefined ? 0 : count + Math.min(0, Number(row['uses_left']));
};
