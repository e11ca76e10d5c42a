/** One of two operators that contradict each other, and the names of the policies that contain it. */
export interface Side {
  readonly operator: string;
  readonly policies: readonly string[];
}

/**
 * A fault of a policy. `path` leads to its place in the document (`metadata_policy`, `scope`, `subset_off`), `rule`
 * completes the sentence "path must ...", `remedy` says how to correct it.
 */
export interface PolicyFault {
  readonly path: readonly string[];
  readonly rule: string;
  readonly remedy: string;
  /** The two operators that contradict each other, if the fault is one of two. */
  readonly between?: readonly [Side, Side];
}

/** A policy that cannot be read, or policies that cannot be merged: a policy error of OpenID Federation 1.0 section 6.1. */
export class InvalidPolicy {
  readonly code = 'invalid_policy';

  constructor(
    /** All faults, at least one. */
    readonly faults: readonly PolicyFault[],
  ) {}
}

/** The refusal of a member by one operator. */
export interface Violation {
  readonly member: string;
  readonly operator: string;
  /** The place in the value, such as `[1]`; empty for the value itself. */
  readonly place: string;
  /** Completes the sentence "member must ...". It may quote the operator's value. */
  readonly rule: string;
  readonly remedy: string;
  /** The names of the policies that refuse the value. Policies that were merged, but admit the value, are not among them. */
  readonly policies: readonly string[];
}

/** Metadata that a policy refuses. */
export class InvalidMetadata {
  readonly code = 'invalid_metadata';

  constructor(
    /** At least one: the violations of the first operator that refuses, for each refused member. */
    readonly violations: readonly Violation[],
  ) {}
}
