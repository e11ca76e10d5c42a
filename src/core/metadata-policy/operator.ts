import type { Json } from './json';

/** The reason why an operator cannot have a value, or why two values cannot be merged. */
export class Misuse {
  constructor(
    /** Completes the sentence "operator must ...". */
    readonly rule: string,
    readonly remedy: string,
  ) {}
}

/** One reason for a refusal. */
export interface Complaint {
  /** `[1]` for an item of a list; empty for the value itself. */
  readonly place: string;
  /** Completes the sentence "member must ...". */
  readonly rule: string;
  readonly remedy: string;
}

/** The refusal of a value by an operator, with at least one reason. */
export class Refusal {
  constructor(readonly complaints: readonly Complaint[]) {}
}

/** A refusal of the value as a whole. */
export const refuse = (rule: string, remedy: string): Refusal => new Refusal([{ place: '', rule, remedy }]);

/**
 * Applies an operator to the value of a member. Gives the same value, another one, or a `Refusal`. `undefined` means an
 * absent member. A step never changes its argument.
 */
export type Step = (value: unknown) => unknown;

/** Compares an operator with another one of the same member. Gives the broken rule, as in "operator must ...", or nothing. */
export type Combination = (other: Json) => string | undefined;

/** The definition of an operator (OpenID Federation 1.0 section 6.1.3). */
export interface OperatorDefinition<Value extends Json> {
  readonly name: string;

  /** Checks the value that a policy contains, and normalises it: a list becomes one without duplicates. */
  read(value: Json, member: string): Value | Misuse;

  /** Merges the values of two policies. The result may admit only values that both admit. */
  merge(superior: Value, subordinate: Value): Value | Misuse;

  /**
   * The operators, of those that are applied earlier, that this one may be combined with, by name. `anyOther` applies
   * to operators without an entry; if it is missing, they may not be combined.
   */
  combinations(own: Value): Readonly<Record<string, Combination>>;

  /** Prepares the operator for one member. The step is used for many clients. */
  compile(value: Value, member: string): Step;
}

/** An operator, whatever the type of its value. */
export type Operator = OperatorDefinition<Json>;

/** The two operators may be combined whatever their values are. */
export const always: Combination = () => undefined;
