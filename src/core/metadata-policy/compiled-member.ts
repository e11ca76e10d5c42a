import type { Violation } from './faults';
import { Refusal, type Step } from './operator';
import type { Rule } from './policy';
import { isOfWords, textOf, wordsOf } from './words';

/** The refusal of a value by a rule. */
export class RefusedValue {
  constructor(
    readonly rule: CompiledRule,
    readonly value: unknown,
    readonly refusal: Refusal,
  ) {}
}

/** Is called for each step with the rule, the value before it, and the value after it or the refusal. */
export type Observer = (rule: CompiledRule, before: unknown, after: unknown) => void;

/** A rule that is prepared for its member. */
export class CompiledRule {
  readonly step: Step;
  private parts: readonly { readonly policy: string; readonly step: Step }[] | undefined;

  constructor(
    readonly rule: Rule,
    private readonly member: string,
  ) {
    this.step = rule.operator.compile(rule.value, member);
  }

  /** The names of the policies that refuse the value by their own operator. These are prepared at the first refusal. */
  policiesAgainst(value: unknown): readonly string[] {
    const { operator, sources } = this.rule;
    this.parts ??= sources.map((source) => ({
      policy: source.policy,
      step: operator.compile(source.value, this.member),
    }));
    const refusing = this.parts.filter(({ step }) => step(value) instanceof Refusal);
    return [...new Set(refusing.map(({ policy }) => policy))];
  }
}

/** The rules of one member, prepared. */
export class CompiledMember {
  private readonly isOfWords: boolean;
  private readonly rules: readonly CompiledRule[];

  constructor(member: string, rules: readonly Rule[]) {
    this.isOfWords = isOfWords(member);
    this.rules = rules.map((rule) => new CompiledRule(rule, member));
  }

  /** Applies the rules in their order until one refuses. Gives the same value if nothing changed, or a `RefusedValue`. */
  run(value: unknown, observe?: Observer): unknown {
    const before = this.isOfWords ? wordsOf(value) : value;
    let current = before;
    for (const rule of this.rules) {
      const next = rule.step(current);
      observe?.(rule, current, next);
      if (next instanceof Refusal) return new RefusedValue(rule, current, next);
      current = next;
    }
    if (current === before) return value;
    return this.isOfWords ? textOf(current) : current;
  }
}

/** A refusal as the violations of a member. */
export const violationsOf = (member: string, { rule, value, refusal }: RefusedValue): readonly Violation[] => {
  const policies = rule.policiesAgainst(value);
  return refusal.complaints.map((complaint) => ({
    member,
    operator: rule.rule.operator.name,
    ...complaint,
    policies,
  }));
};
