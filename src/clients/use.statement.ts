import type { CombinedStatement } from '../platform/database/combined-statement';
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
    const distinct = distinctOf(client_ids);
    const rows = await run(`${textFor(distinct.length, 0)} RETURNING client_id`, [Date.now(), ...distinct]);
    const used = new Set(rows.map((row) => row['client_id']));
    return client_ids.map((client_id) => used.has(client_id));
  }

  combine(into: CombinedStatement, client_ids: readonly string[]): void {
    const distinct = distinctOf(client_ids);
    into.add(textFor(distinct.length, into.before), [Date.now(), ...distinct], distinct.length);
  }
}

const distinctOf = (client_ids: readonly string[]): readonly string[] => [...new Set(client_ids)].sort();

/** The statement for a number of clients. `before` is the number of parameters that precede its own. */
const textFor = (clients: number, before: number): string =>
  `UPDATE clients SET last_used_at = $${before + 1} WHERE client_id IN (${list(clients, before + 1)})`;
