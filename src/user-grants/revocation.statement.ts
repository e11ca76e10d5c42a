import type { CombinedStatement } from '../platform/database/combined-statement';
import type { GroupedStatement, RunStatement } from '../platform/database/unit-of-work';
import type { GrantEnd } from './user-grant.entity';

/** The end of one grant. */
export interface Revocation {
  readonly id: string;
  readonly because: GrantEnd;
  readonly at: Date;
}

/** Ends grants. One that has ended before stays as it is. */
export class RevocationStatement implements GroupedStatement<Revocation> {
  readonly order = 'later user_grants, revocations';
  readonly mayRefuse = false;

  keyOf(): undefined {
    return undefined;
  }

  async write(run: RunStatement, revocations: readonly Revocation[]): Promise<readonly boolean[]> {
    for (const revocation of inOrder(revocations)) await run(textFor(0), parametersOf(revocation));
    return revocations.map(() => true);
  }

  combine(into: CombinedStatement, revocations: readonly Revocation[]): void {
    for (const revocation of inOrder(revocations)) into.add(textFor(into.before), parametersOf(revocation));
  }
}

const textFor = (before: number): string =>
  `UPDATE user_grants SET revoked_at = $${before + 1}, revoked_because = $${before + 2}
    WHERE id = $${before + 3} AND revoked_at IS NULL`;

const parametersOf = ({ id, because, at }: Revocation): unknown[] => [at.getTime(), because, id];

/** Each grant once, sorted, so that two nodes that end the same grants do not deadlock. */
const inOrder = (revocations: readonly Revocation[]): readonly Revocation[] =>
  [...new Map(revocations.map((one) => [one.id, one])).values()].sort((one, other) => (one.id < other.id ? -1 : 1));
