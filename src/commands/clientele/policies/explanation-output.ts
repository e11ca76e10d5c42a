import { plain } from '../../../core/errors/oauth-error';
import { sentence } from '../../../core/errors/registration-errors';
import type { PolicyStep } from '../../../core/metadata-policy/compile-policy';
import type { PolicyExplanation } from '../../../governance/policies/registration-policy';

/** An explanation for people: a line for each step, then the result and the rules that hold for it, or the faults. */
export const linesOf = ({ steps, metadata, faults, rules }: PolicyExplanation): readonly string[] => [
  ...steps.map(lineOf),
  ...(metadata ? [`result: ${JSON.stringify(metadata)}`, ...linesOfRules(rules)] : []),
  ...faults.map((fault) => `refused: ${plain(sentence(fault))}`),
];

const linesOfRules = (rules: PolicyExplanation['rules']): readonly string[] =>
  Object.entries(rules).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

const lineOf = (step: PolicyStep): string =>
  `${plain(step.member)} ${step.operator} ${JSON.stringify(step.value)}: ${textOf(step.before)} ${effectOf(step)}`;

const effectOf = ({ before, after, violations }: PolicyStep): string => {
  if (violations.length > 0) return 'is refused';
  return before === after ? 'stays' : `-> ${textOf(after)}`;
};

const textOf = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
