import { UseDpopNonce } from '../../core/errors/errors';
import { Conflict, IdempotencyKeyReused, PreconditionFailed } from '../../core/errors/management-errors';
import type { OAuthError } from '../../core/errors/oauth-error';
import { clientNotActive, malformedIdempotencyKey, proofForMethod, unknownLastEvent } from '../../core/errors/refusals';

/** A nonce of the server in the examples (RFC 9449 section 8). */
export const EXAMPLE_NONCE = '1.eyJ7S_zGeyJ7S_zGeyJ7S_zGeyJ7S_zGeyJ7S_zGeyJ';

/** An optional header of requests: its meaning, and the refusals that it may cause. */
interface RequestHeader {
  readonly about: string;
  readonly refusals: readonly OAuthError[];
}

export const REQUEST_HEADERS = {
  DPoP: {
    about: 'A proof that the client holds a key (RFC 9449); the token is bound to that key.',
    refusals: [proofForMethod('POST'), new UseDpopNonce(EXAMPLE_NONCE)],
  },
  'If-Match': {
    about: 'The ETag of the state that the request changes (RFC 9110 section 13.1.1).',
    refusals: [new PreconditionFailed(), new Conflict(), clientNotActive('disabled')],
  },
  'Idempotency-Key': {
    about:
      'A random UUID. A request that is repeated with the same key gets the response of the first one. Without a token, a key of fewer than 32 characters is ignored.',
    refusals: [malformedIdempotencyKey(), new Conflict(), new IdempotencyKeyReused()],
  },
  'Last-Event-ID': {
    about: 'The id of the last event that was read (HTML section 9.2.4): a stream goes on after it, as with after.',
    refusals: [unknownLastEvent()],
  },
} as const satisfies Record<string, RequestHeader>;
