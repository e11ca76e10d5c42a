import { list } from '../platform/database/rows';
import type { GroupedStatement, RunStatement } from '../platform/database/unit-of-work';

/** Writes that clients are used now: one statement for all units of a batch. A unit whose client is gone is refused. */
export class UseStatement implements GroupedStatement<string> {
  readonly order = 'use clients';
  readonly mayRefuse = true;

  /** Units with the same client share a batch. */
  keyOf(): undefined {
    return undefined;
  }

  /** Takes the client of each unit. */
  async write(run: RunStatement, client_ids: readonly string[]): Promise<readonly boolean[]> {
    const distinct = [...new Set(client_ids)].sort();
    const text = `UPDATE clients SET last_used_at = $1 WHERE client_id IN (${list(distinct.length, 1)}) RETURNING client_id`;
    const used = new Set((await run(text, [Date.now(), ...distinct])).map((row) => row['client_id']));
    return client_ids.map((client_id) => used.has(client_id));
  }
}
