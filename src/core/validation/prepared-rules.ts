import { getMetadataStorage } from 'class-validator';
import type { Parts, RuleContext } from './rule.decorator';

/** A broken rule of a member: the place in the value, the rule, and the remedy. */
export interface Violation {
  readonly place: string;
  readonly rule: string;
  readonly remedy: string | undefined;
  /** The part of the value that breaks the rule, if parts are tested one by one. */
  readonly index?: number;
}

/** The prepared rules of one member. Returns the first broken rule of each part, in the order of the rules. */
export type Validator = (value: unknown) => readonly Violation[];

const NONE: readonly Violation[] = [];

/**
 * The class-validator rules of a class by property, looked up once. class-validator's own `validate()` looks them up
 * for every object, which costs more than running them.
 */
export const prepareRules = (type: new () => object): ReadonlyMap<string, Validator> => {
  const rulesByMember = new Map<string, RuleContext[]>();
  for (const { propertyName, context } of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false))
    if (context !== undefined)
      rulesByMember.set(propertyName, [...(rulesByMember.get(propertyName) ?? []), context as RuleContext]);
  return new Map([...rulesByMember].map(([member, rules]) => [member, validatorOf(rules)]));
};

/** Tests a rule of the whole value only if no earlier rule is broken, and a rule of parts only on valid parts. */
const validatorOf =
  (rules: readonly RuleContext[]): Validator =>
  (value) => {
    let violations = NONE;
    for (const rule of rules) {
      if (rule.of) violations = withBrokenParts(violations, rule, rule.of, value);
      else if (violations.length > 0) break;
      else if (!rule.holds(value)) return [violationOf(rule, value, '')];
    }
    return violations;
  };

/** Adds the parts that break the rule to those that broke an earlier one. */
const withBrokenParts = (
  earlier: readonly Violation[],
  rule: RuleContext,
  of: Parts,
  value: unknown,
): readonly Violation[] => {
  const parts = of.in(value);
  if (earlier.length === 0 && parts.every(rule.holds)) return NONE;
  const broken = new Set(earlier.map(({ index }) => index));
  const further = parts.flatMap((part, index) =>
    broken.has(index) || rule.holds(part) ? [] : [{ ...violationOf(rule, part, of.placeOf(index)), index }],
  );
  return [...earlier, ...further];
};

const violationOf = ({ rule, remedy }: RuleContext, part: unknown, place: string): Violation => ({
  place,
  rule,
  remedy: typeof remedy === 'string' ? remedy : remedy(part),
});
