import { TemporarilyUnavailable } from '../../core/errors/errors';
import { invalidClientMetadata, type InvalidRegistration } from '../../core/errors/registration-errors';

const RETRY_AFTER_SECONDS = 5;

/**
 * There is no decision that can be followed. Nothing was stored, so the caller may send the same request again. The reason
 * is for the log.
 */
export const undecided = (reason: string, retryAfterSeconds = RETRY_AFTER_SECONDS): TemporarilyUnavailable =>
  new TemporarilyUnavailable(
    'the service that decides about this request gave no usable answer, and nothing was changed; try again',
    retryAfterSeconds,
    reason,
  );

/** The service of a policy refuses the request. Its words are the remedy (RFC 7591 section 3.2.2). */
export const refusedByDecision = (policy: string, remedy = 'ask the operator of this server'): InvalidRegistration =>
  invalidClientMetadata('the client metadata', `must be admitted by the decision service of policy ${policy}`, remedy);
