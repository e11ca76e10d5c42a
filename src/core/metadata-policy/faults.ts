/** One side of a conflict: an operator, and the names of the policies that it comes from. */
export interface Side {
  readonly operator: string;
  readonly policies: readonly string[];
}

/**
 * What is wrong with a policy: `path` leads to the place in its document (`metadata_policy`, `scope`, `subset_off`),
 * `rule` completes the sentence "path must ...", `remedy` says what to do.
 */
export interface PolicyFault {
  readonly path: readonly string[];
  readonly rule: string;
  readonly remedy: string;
  /** The two operators that do not agree, if there are two. */
  readonly between?: readonly [Side, Side];
}

/** A policy that cannot be read, or policies that cannot be merged: a policy error of OpenID Federation 1.0 section 6.1. */
export class InvalidPolicy {
  readonly code = 'invalid_policy';

  constructor(
    /** All that is wrong, at least one. */
    readonly faults: readonly PolicyFault[],
  ) {}
}

/** Which operator of which policies refuses a member, where in its value, by which rule, and what to do. */
export interface Violation {
  readonly member: string;
  readonly operator: string;
  /** The place in the value, such as `[1]`; empty for the value itself. */
  readonly place: string;
  /** Completes the sentence "member must ...". It may quote the operator's value. */
  readonly rule: string;
  readonly remedy: string;
  /** The names of the policies that refuse the value; of merged ones those alone that contribute to the refusal. */
  readonly policies: readonly string[];
}

/** Metadata that a policy refuses. */
export class InvalidMetadata {
  readonly code = 'invalid_metadata';

  constructor(
    /** All that is refused, at least one: of each member the first operator that refuses it. */
    readonly violations: readonly Violation[],
  ) {}
}
