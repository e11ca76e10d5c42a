import type { PolicyFault, Side } from './faults';
import { policiesOf, type Rule } from './policy';

/**
 * The pairs of operators of one member that may not be combined, or not with these values (OpenID Federation 1.0 section
 * 6.1.3). Takes the rules in the order of application.
 */
export const conflictsOf = (path: readonly string[], rules: readonly Rule[]): readonly PolicyFault[] =>
  rules.flatMap((rule, index) => {
    const combinations = rule.operator.combinations(rule.value);
    return rules.slice(0, index).flatMap((earlier) => {
      const { name } = earlier.operator;
      const combination = combinations[name] ?? combinations['anyOther'];
      const broken = combination ? combination(earlier.value) : `must not be combined with ${name}`;
      return broken === undefined ? [] : [conflict(path, rule, earlier, broken)];
    });
  });

/** The fault of two rules that contradict each other. Its path leads to the first one. */
export const conflict = (
  path: readonly string[],
  rule: Rule,
  other: Rule,
  broken: string,
  remedy = 'change one of the two, or leave it out',
): PolicyFault => ({
  path: [...path, rule.operator.name],
  rule: broken,
  remedy,
  between: [side(rule), side(other)],
});

const side = (rule: Rule): Side => ({
  operator: rule.operator.name,
  policies: policiesOf(rule),
});
