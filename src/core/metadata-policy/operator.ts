import type { Json } from './json';

/** Why an operator cannot have a value, or two values cannot be merged. */
export class Misuse {
  constructor(
    /** Completes the sentence "operator must ...". */
    readonly rule: string,
    readonly remedy: string,
  ) {}
}

/** What an operator finds wrong with one place of a value. */
export interface Complaint {
  /** `[1]` for an item of a list; empty for the value itself. */
  readonly place: string;
  /** Completes the sentence "member must ...". */
  readonly rule: string;
  readonly remedy: string;
}

/** An operator refuses a value: at least one complaint. */
export class Refusal {
  constructor(readonly complaints: readonly Complaint[]) {}
}

/** A refusal of the value as a whole. */
export const refuse = (rule: string, remedy: string): Refusal => new Refusal([{ place: '', rule, remedy }]);

/**
 * What an operator makes of the value of a member: the same value, another one, or a refusal. `undefined` stands for a
 * member that is absent. A step never changes the value in place.
 */
export type Step = (value: unknown) => unknown;

/** The rule that two operators of one member break, as in "operator must ..."; nothing if they agree. */
export type Agreement = (other: Json) => string | undefined;

/** One operator of a metadata policy (OpenID Federation 1.0 section 6.1.3), as its file defines it. */
export interface OperatorDefinition<Value extends Json> {
  readonly name: string;

  /** Takes the value from the document of a policy and gives it in the form that is kept: a list without duplicates. */
  read(value: Json, member: string): Value | Misuse;

  /** Gives the value that holds for both policies: as strict as both together. */
  merge(superior: Value, subordinate: Value): Value | Misuse;

  /**
   * Which of the operators that are applied before this one may be beside it, by name, and when. `anyOther` is for those
   * without an entry; without it they may not.
   */
  agreements(own: Value): Readonly<Record<string, Agreement>>;

  /** Prepares the operator for one member, once for many values. */
  compile(value: Value, member: string): Step;
}

/** An operator of any value. */
export type Operator = OperatorDefinition<Json>;

/** The two operators may be beside each other whatever their values are. */
export const always: Agreement = () => undefined;
