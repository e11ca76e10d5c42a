import type { RequestContext } from '../../core/request-context';
import type { EventLogService } from '../../event-log/event-log.service';
import type { NewEvent } from '../../event-log/event-types';
import type { CombinedStatement } from '../../platform/database/combined-statement';
import type { GroupedStatement, RunStatement, StatementItem } from '../../platform/database/unit-of-work';

/** One use of a token. */
export interface Use {
  /** The id of the token. */
  readonly id: string;
  /** The client that is registered. */
  readonly client_id: string;
  readonly context: RequestContext;
}

const SPEND = `UPDATE initial_access_tokens SET uses_left = uses_left - $1
  WHERE id = $2 AND uses_left > 0 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
  RETURNING uses_left`;

/**
 * Spends uses of initial access tokens in the commit of the clients that they register: one statement and one event for each
 * token of a batch, however many of its units have that token. If a token has fewer uses left than the batch asks for, the
 * units that came first get them. A negative number is never committed: the transaction is undone, and written again
 * without the units that were refused.
 */
export class SpendingStatement implements GroupedStatement<Use> {
  /** After all rows are inserted, so that the row of a token that many use is locked for the time of a commit only. */
  readonly order = 'spend initial_access_tokens';
  readonly mayRefuse = true;

  constructor(private readonly log: EventLogService) {}

  /** Units with the same token share a batch. */
  keyOf(): undefined {
    return undefined;
  }

  async write(run: RunStatement, uses: readonly Use[]): Promise<readonly boolean[]> {
    const granted = new Map<string, number>();
    for (const [id, { length }] of byToken(uses)) granted.set(id, await spend(run, id, length));
    return uses.map(({ id }) => {
      const left = granted.get(id) ?? 0;
      granted.set(id, left - 1);
      return left > 0;
    });
  }

  combine(into: CombinedStatement, uses: readonly Use[]): void {
    for (const [id, { length }] of byToken(uses)) {
      const [count, key, now] = [1, 2, 3].map((place) => `$${into.before + place}`);
      const text = `UPDATE initial_access_tokens SET uses_left = uses_left - ${count} WHERE id = ${key}
        AND uses_left >= ${count} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
      into.add(text, [length, id, Date.now()], 1);
    }
  }

  /** One event for each token, which names the clients; its request is that of the first of them. */
  itemsWith(uses: readonly Use[]): readonly StatementItem[] {
    return byToken(uses).map(([id, ofToken]) => this.log.itemOf(ofToken[0].context, eventOf(id, ofToken)));
  }
}

/** The uses of each token. They are sorted, so that two nodes that spend the same tokens do not deadlock. */
const byToken = (uses: readonly Use[]): readonly (readonly [id: string, uses: readonly [Use, ...Use[]]])[] => {
  const tokens = new Map<string, [Use, ...Use[]]>();
  for (const use of uses) {
    const others = tokens.get(use.id);
    if (others) others.push(use);
    else tokens.set(use.id, [use]);
  }
  return [...tokens].sort(([one], [other]) => (one < other ? -1 : 1));
};

const eventOf = (id: string, uses: readonly Use[]): NewEvent => ({
  type: 'initial_access_token.spent',
  data: { initial_access_token: id, clients: uses.map(({ client_id }) => client_id) },
});

/** Gives how many of `count` uses of a token are granted. */
const spend = async (run: RunStatement, id: string, count: number): Promise<number> => {
  const [row] = await run(SPEND, [count, id, Date.now()]);
  return row === undefined ? 0 : count + Math.min(0, Number(row['uses_left']));
};
