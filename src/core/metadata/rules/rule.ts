import type { Violation } from '../../validation/prepared-rules';
import type { StoredMetadata } from '../client-metadata';
import type { MemberName } from '../metadata-table';
import type { OperatorPolicy } from '../operator-policy';

/** What a rule may read besides the metadata. */
export interface RuleContext {
  /** The members that were sent; for an update, sent with another value than the client has. */
  readonly asked: ReadonlySet<string>;
  readonly policy: OperatorPolicy;
}

/**
 * A rule between members. Returns its violation, or nothing; for a list, one violation for each item that breaks the
 * rule.
 */
export type MetadataRule = (
  metadata: StoredMetadata,
  context: RuleContext,
) => MetadataViolation | readonly MetadataViolation[] | undefined;

/** A violation, and the member that is refused for it. */
export interface MetadataViolation extends Violation {
  readonly member: MemberName;
}

/** "`member` must ...; do this instead", for a list at the item that breaks the rule. */
export const violation = (member: MemberName, rule: string, remedy: string, index?: number): MetadataViolation => ({
  member,
  place: index === undefined ? '' : `[${index}]`,
  rule,
  remedy,
});

/** The members that are lists of texts. */
type ListMember = {
  [Name in keyof StoredMetadata]-?: NonNullable<StoredMetadata[Name]> extends readonly string[] ? Name : never;
}[keyof StoredMetadata];

/** A violation for each item of a list for which `breaks` returns true. */
export const itemViolations = (
  member: ListMember,
  metadata: StoredMetadata,
  breaks: (item: string) => boolean,
  rule: string,
  remedy: string | ((item: string) => string),
): readonly MetadataViolation[] =>
  (metadata[member] ?? []).flatMap((item, index) =>
    breaks(item) ? [violation(member, rule, typeof remedy === 'string' ? remedy : remedy(item), index)] : [],
  );
