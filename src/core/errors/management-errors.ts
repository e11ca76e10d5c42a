import { OAuthError, type OAuthErrorDetails } from './oauth-error';

/** RFC 7592 section 2.2.1: the client is known, but may not do this now. */
export class AccessDenied extends OAuthError {
  constructor(description: string) {
    super(403, 'access_denied', description);
  }
}

/**
 * RFC 9110 section 15.5.10: other requests change the same registration so often that this one could not be applied.
 */
export class Conflict extends OAuthError {
  constructor() {
    super(409, 'invalid_request', 'others are at work on the same registration; try again', {
      headers: { 'Retry-After': '1' },
    });
  }
}

/** The request was processed before, and the credentials that it made were replaced, revoked or deleted since. */
export class CredentialsEnded extends OAuthError {
  constructor() {
    super(
      409,
      'invalid_request',
      'Idempotency-Key must not be reused after the credentials of its response were replaced, revoked or deleted; use a new key for other ones',
    );
  }
}

/** RFC 9110 section 15.5.5: the address names something that is not there. */
export class NoSuchResource extends OAuthError {
  constructor(description: string) {
    super(404, 'not_found', description);
  }
}

/** RFC 9110 section 15.5.10: the state of what the address names does not permit this; a repetition changes nothing. */
export class StateConflict extends OAuthError {
  constructor(description: string, details?: OAuthErrorDetails) {
    super(409, 'invalid_request', description, details);
  }
}

/** RFC 9110 section 15.5.13: `If-Match` does not name the current state of the registration. */
export class PreconditionFailed extends OAuthError {
  constructor() {
    super(412, 'invalid_request', 'If-Match must name the ETag that GET answers now; read the registration again');
  }
}

/** RFC 9110 section 15.5.21: the `Idempotency-Key` was used for another request. */
export class IdempotencyKeyReused extends OAuthError {
  constructor() {
    super(422, 'invalid_request', 'Idempotency-Key must not be reused with another body; use a new key');
  }
}
