import type { CombinedStatement } from '../../platform/database/combined-statement';
import type { GroupedStatement, RunStatement } from '../../platform/database/unit-of-work';

/** A client that is registered or deleted. */
export interface Change {
  /** The key of the count. */
  readonly credential: string;
  readonly by: 1 | -1;
  /** How many clients of the credential may exist then; any number if absent. */
  readonly most?: number;
}

const COUNT = 'UPDATE client_counts SET living = living + $1 WHERE credential = $2 RETURNING living';

/**
 * Changes the counts of credentials in the commit of the clients that are registered or deleted: one statement for each
 * credential of a batch, however many of its units have that credential. If a quota has fewer places left than the batch
 * asks for, the units that came first get them. A number beyond the quota is never committed: the transaction is undone,
 * and written again without the units that were refused. A credential without a row is not counted.
 */
export class CountingStatement implements GroupedStatement<Change> {
  /**
   * After the rows of clients are written. Their locks make sure that a count that is made at the same time
   * (`ClientCountRepository.count`) has the clients of this commit, or that this statement sees its row. And before the
   * uses of tokens are spent, so that all nodes lock rows in the same order.
   */
  readonly order = 'living client_counts';
  readonly mayRefuse = true;

  /** `counted` is called with the number of clients that each credential has with this statement. */
  constructor(private readonly counted: (credential: string, living: number | undefined) => void) {}

  /** Units with the same credential share a batch. */
  keyOf(): undefined {
    return undefined;
  }

  async write(run: RunStatement, changes: readonly Change[]): Promise<readonly boolean[]> {
    const counts = new Map<string, number | undefined>();
    for (const { credential, sum } of totalsOf(changes)) {
      const [row] = await run(COUNT, [sum, credential]);
      counts.set(credential, row && Number(row['living']) - sum);
    }
    const written = changes.map(({ credential, by, most }) => {
      const living = counts.get(credential);
      // `QuotasService.refusalOf` has made a row for each quota.
      if (living === undefined) return most === undefined;
      const isWithin = most === undefined || living + by <= most;
      if (isWithin) counts.set(credential, living + by);
      return isWithin;
    });
    for (const [credential, living] of counts) this.counted(credential, living);
    return written;
  }

  /** Of a credential without a quota nothing is expected: it may have no row. */
  combine(into: CombinedStatement, changes: readonly Change[]): void {
    for (const { credential, sum, most } of totalsOf(changes)) {
      const [by, key, limit] = [1, 2, 3].map((place) => `$${into.before + place}`);
      const text = `UPDATE client_counts SET living = living + ${by} WHERE credential = ${key}`;
      if (most === undefined) into.add(text, [sum, credential]);
      else into.add(`${text} AND living + ${by} <= ${limit}`, [sum, credential, most], 1);
    }
  }
}

/** What a batch changes about one credential: the sum, and the smallest quota. */
interface Total {
  readonly credential: string;
  readonly sum: number;
  readonly most: number | undefined;
}

/** Sorted by credential, so that two nodes that change the same counts do not deadlock. */
const totalsOf = (changes: readonly Change[]): readonly Total[] => {
  const totals = new Map<string, Total>();
  for (const { credential, by, most = Infinity } of changes) {
    const { sum = 0, most: smallest = Infinity } = totals.get(credential) ?? {};
    const limit = Math.min(most, smallest);
    totals.set(credential, { credential, sum: sum + by, most: limit === Infinity ? undefined : limit });
  }
  return [...totals.values()].sort((one, other) => (one.credential < other.credential ? -1 : 1));
};
