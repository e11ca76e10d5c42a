import type { Violation } from '../../validation/prepared-rules';
import type { ClientMetadata } from '../client-metadata.dto';
import type { OperatorPolicy } from '../operator-choice';

/** What a rule may look at besides the metadata. */
export interface RuleContext {
  /** The members that were sent; for an update, sent with another value than the client has. */
  readonly asked: ReadonlySet<string>;
  readonly policy: OperatorPolicy;
}

/** A rule between members: the member that breaks it, where and how, or nothing; of a list each item that does. */
export type MetadataRule = (
  metadata: ClientMetadata,
  context: RuleContext,
) => MetadataViolation | readonly MetadataViolation[] | undefined;
export interface MetadataViolation extends Violation {
  readonly member: keyof ClientMetadata;
}

/** "`member` must ...; do this instead", for a list at the item that breaks the rule. */
export const violation = (
  member: keyof ClientMetadata,
  rule: string,
  remedy: string,
  index?: number,
): MetadataViolation => ({ member, place: index === undefined ? '' : `[${index}]`, rule, remedy });

/** Complains of each item of a list for which `breaks` holds. */
export const itemViolations = (
  member: 'redirect_uris' | 'request_uris' | 'response_types' | 'post_logout_redirect_uris' | 'claims_redirect_uris',
  metadata: ClientMetadata,
  breaks: (item: string) => boolean,
  rule: string,
  remedy: string | ((item: string) => string),
): readonly MetadataViolation[] =>
  (metadata[member] ?? []).flatMap((item, index) =>
    breaks(item) ? [violation(member, rule, typeof remedy === 'string' ? remedy : remedy(item), index)] : [],
  );
