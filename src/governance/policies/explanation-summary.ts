import type { PolicyExplanation } from './registration-policy';

/** An explanation for programs. `before` and `after` are left out of a step if the member is absent. */
export const summaryOf = ({
  steps,
  metadata,
  faults,
  rules,
}: PolicyExplanation): Readonly<Record<string, unknown>> => ({
  is_refused: faults.length > 0,
  steps: steps.map(({ member, operator, value, before, after, violations }) => ({
    member,
    operator,
    value,
    before,
    after,
    is_refused: violations.length > 0,
  })),
  ...(metadata && { metadata }),
  faults: faults.map(({ member, rule, remedy }) => ({ member, rule, remedy })),
  rules,
});
