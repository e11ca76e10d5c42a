import { TemporarilyUnavailable } from '../core/errors/errors';
import type { OAuthError } from '../core/errors/oauth-error';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import { ANSWER_WITHIN_SECONDS } from '../platform/outbound/outbound-request';
import { OutboundBusy, type OutboundError, UnexpectedDocument } from '../platform/outbound/outbound-errors';

/** What a document must be, and the remedy if it is not. */
export interface ExpectedDocument {
  readonly rule: string;
  readonly remedy: string;
}

const REMEDY = `let its address answer within ${ANSWER_WITHIN_SECONDS} seconds with status 200, application/json and no redirect on a public host, and try again in a minute`;

/**
 * The refusal of a member whose address did not give its document. The text is the same for every failure, so that it
 * does not describe the network behind the address; the reason is the cause. If the address was not requested, the
 * client may try again soon.
 */
export const notFetched = (member: string, { rule, remedy }: ExpectedDocument, cause: OutboundError): OAuthError => {
  if (cause instanceof OutboundBusy) return notRequested(cause);
  return cause instanceof UnexpectedDocument
    ? invalidClientMetadata(member, rule, `${remedy}, and try again in a minute`, cause)
    : invalidClientMetadata(member, 'could not be fetched', REMEDY, cause);
};

/** The error for a request that the server did not send. */
export const notRequested = (cause: OutboundBusy): TemporarilyUnavailable =>
  new TemporarilyUnavailable(cause.message, cause.retryAfterSeconds, cause);
