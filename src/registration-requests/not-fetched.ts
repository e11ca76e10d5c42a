import { type InvalidRegistration, invalidClientMetadata } from '../core/errors/registration-errors';
import { ANSWER_WITHIN_SECONDS } from '../platform/outbound/guarded-fetch.service';
import { type OutboundFailed, UnexpectedDocument } from '../platform/outbound/outbound-failed';

/** What a document must be, and what to do when it is not. */
export interface ExpectedDocument {
  readonly rule: string;
  readonly remedy: string;
}

const REMEDY = `let its address answer within ${ANSWER_WITHIN_SECONDS} seconds with status 200, application/json and no redirect on a public host, and try again in a minute`;

/**
 * The refusal of a member whose address did not give its document: the same words whatever went wrong, so that nobody
 * learns from it what stands behind an address; the reason is its cause.
 */
export const notFetched = (
  member: string,
  { rule, remedy }: ExpectedDocument,
  cause: OutboundFailed,
): InvalidRegistration =>
  cause instanceof UnexpectedDocument
    ? invalidClientMetadata(member, rule, `${remedy}, and try again in a minute`, cause)
    : invalidClientMetadata(member, 'could not be fetched', REMEDY, cause);
