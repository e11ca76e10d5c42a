import { type Challenges, OAuthError, type OAuthErrorDetails } from './oauth-error';

/** RFC 6749 section 5.2: the request misses a parameter, repeats one, or is otherwise malformed. */
export class InvalidRequest extends OAuthError {
  constructor(description: string, details?: OAuthErrorDetails) {
    super(400, 'invalid_request', description, details);
  }
}

/** RFC 6749 section 5.2: client authentication failed. Always 401 with a Basic challenge and the same description. */
export class InvalidClient extends OAuthError {
  constructor(cause?: unknown) {
    super(401, 'invalid_client', 'client authentication failed; check client_id and its credentials', {
      challenges: [{ scheme: 'Basic', parameters: { realm: 'clientele', charset: 'UTF-8' } }],
      cause,
    });
  }
}

/**
 * The client authenticated, and the operator has not approved it. Neither `invalid_client` nor `unauthorized_client`,
 * which programs take as the signal to register again; RFC 8628 section 3.5 has this code at the token endpoint.
 */
export class ClientNotApproved extends OAuthError {
  constructor(description: string) {
    super(400, 'access_denied', description);
  }
}

/**
 * RFC 6749 section 5.2: the code or the refresh token is not valid, or not one of this client. Clients take it as the end of
 * the authorization, so no temporary fault has this code.
 */
export class InvalidGrant extends OAuthError {
  constructor(description: string, cause?: unknown) {
    super(400, 'invalid_grant', description, { cause });
  }
}

/**
 * A code or a verifier that is not the one of its grant, or a refresh token that has the form of those of this server and was
 * never given to anybody: somebody guesses. Honest clients present what has ended, which is a plain {@link InvalidGrant}. The
 * caller sees no difference.
 */
export class GuessedGrant extends InvalidGrant {}

/** RFC 6749 section 5.2: the client may not use this grant type. */
export class UnauthorizedClient extends OAuthError {
  constructor(description: string) {
    super(400, 'unauthorized_client', description);
  }
}

/** RFC 6749 section 5.2: the token endpoint does not know this grant type. */
export class UnsupportedGrantType extends OAuthError {
  constructor(description: string) {
    super(400, 'unsupported_grant_type', description);
  }
}

/** RFC 6749 section 5.2: the scope is malformed, or contains scopes that the client did not register. */
export class InvalidScope extends OAuthError {
  constructor(description: string) {
    super(400, 'invalid_scope', description);
  }
}

/** RFC 8707 section 2: the resource is malformed, or no tokens are issued for it. */
export class InvalidTarget extends OAuthError {
  constructor(description: string) {
    super(400, 'invalid_target', description);
  }
}

/** RFC 9396 section 5: the authorization details are malformed or of a type that the client did not register. */
export class InvalidAuthorizationDetails extends OAuthError {
  constructor(description: string) {
    super(400, 'invalid_authorization_details', description);
  }
}

/** The challenges of a resource, or the parameters of its Bearer challenge if it has no other. */
type Ways = Challenges | Readonly<Record<string, string>>;

/** RFC 6750 section 3: the request has no credentials, so the challenges contain no error. */
export class AuthenticationRequired extends OAuthError {
  constructor(description: string, ways: Ways) {
    super(401, 'invalid_token', description, { challenges: challengesOf(ways) });
  }
}

/**
 * RFC 6750 section 3.1: the Authorization header contains no readable token; section 3 requires the challenge here too.
 */
export class MalformedBearer extends InvalidRequest {
  constructor(description: string, ways: Ways) {
    super(description, { challenges: withError('invalid_request', ways) });
  }
}

/** RFC 6750 section 3.1: the presented token is malformed, expired, revoked or for another resource. */
export class InvalidToken extends OAuthError {
  constructor(ways: Ways, cause?: unknown, description = 'the access token is not valid here; obtain a new one') {
    super(401, 'invalid_token', description, { challenges: withError('invalid_token', ways), cause });
  }
}

/**
 * RFC 7592 section 2.1: the token is not valid for this client. The server issues no other token on request, so the
 * client uses one of an earlier response, or registers again.
 */
export class InvalidRegistrationToken extends InvalidToken {
  constructor(ways: Ways, cause?: unknown) {
    super(
      ways,
      cause,
      'the registration access token is not valid here; use that of the latest answer, or register again',
    );
  }
}

/** RFC 6750 section 3.1: the token is valid, but does not have the required scope. */
export class InsufficientScope extends OAuthError {
  constructor(ways: Ways) {
    const [{ parameters }] = challengesOf(ways);
    super(403, 'insufficient_scope', `the access token needs the scope ${parameters['scope'] ?? ''}`, {
      challenges: withError('insufficient_scope', ways),
    });
  }
}

/** RFC 9449 sections 5 and 7.1: the DPoP proof is not valid. 400 at the token endpoint, 401 at a resource. */
export class InvalidDpopProof extends OAuthError {
  constructor(description: string, ways?: Challenges, cause?: unknown) {
    const error = 'invalid_dpop_proof';
    super(ways ? 401 : 400, error, description, { ...(ways && { challenges: withError(error, ways) }), cause });
  }
}

/** RFC 9449 sections 8 and 9: the DPoP proof must contain this nonce. 400 at the token endpoint, 401 at a resource. */
export class UseDpopNonce extends OAuthError {
  constructor(
    readonly nonce: string,
    ways?: Challenges,
  ) {
    const error = 'use_dpop_nonce';
    super(ways ? 401 : 400, error, 'the DPoP proof must have the nonce of the DPoP-Nonce header; make a new proof', {
      headers: { 'DPoP-Nonce': nonce },
      ...(ways && { challenges: withError(error, ways) }),
    });
  }
}

const challengesOf = (ways: Ways): Challenges => (isList(ways) ? ways : [{ scheme: 'Bearer', parameters: ways }]);

const isList = (ways: Ways): ways is Challenges => Array.isArray(ways);

/** Adds the error to the first challenge only: that of the scheme that the request used. */
const withError = (error: string, ways: Ways): Challenges => {
  const [tried, ...others] = challengesOf(ways);
  return [{ ...tried, parameters: { ...tried.parameters, error } }, ...others];
};

/** RFC 9110 section 15.5.5: nothing is served at this address. */
export class NotFound extends OAuthError {
  constructor() {
    super(404, 'not_found', 'nothing is served at this address; see /.well-known/oauth-authorization-server');
  }
}

/** RFC 9110 section 15.5.6: the address does not support this method; `Allow` lists those that it supports. */
export class MethodNotAllowed extends OAuthError {
  constructor(allowed: readonly string[]) {
    const allow = [...allowed].sort().join(', ');
    super(405, 'invalid_request', `the method is not allowed here; use ${allow}`, { headers: { Allow: allow } });
  }
}

/** RFC 9110 section 15.5.16: the media type of the body is none of those that this address accepts. */
export class UnsupportedMediaType extends OAuthError {
  constructor(taken: readonly string[]) {
    super(415, 'invalid_request', `the Content-Type must be ${taken.join(' or ')}`, {
      headers: { Accept: taken.join(', ') },
    });
  }
}

/**
 * RFC 6585 section 4: too many requests of one caller; `Retry-After` has the seconds to wait. `reason` is the rule that
 * refuses the request, if the caller may know it.
 */
export class TooManyRequests extends OAuthError {
  constructor(
    retryAfterSeconds: number,
    { reason = 'too many requests', cause }: { reason?: string; cause?: unknown } = {},
  ) {
    const seconds = String(Math.max(1, Math.ceil(retryAfterSeconds)));
    super(429, 'temporarily_unavailable', `${reason}; try again in ${seconds} seconds`, {
      headers: { 'Retry-After': seconds },
      cause,
    });
  }
}

/** RFC 9110 section 15.6.4: the server cannot serve the request now; `Retry-After` has the seconds to wait. */
export class TemporarilyUnavailable extends OAuthError {
  constructor(description = 'the server cannot serve this now; try again', retryAfterSeconds = 1, cause?: unknown) {
    super(503, 'temporarily_unavailable', description, {
      headers: { 'Retry-After': String(retryAfterSeconds) },
      cause,
    });
  }
}

/** RFC 6749 section 4.1.2.1, used for internal failures: the response contains no details. */
export class ServerError extends OAuthError {
  constructor(cause: unknown) {
    super(500, 'server_error', 'the server could not answer; the failure was recorded under the X-Request-Id', {
      cause,
    });
  }
}
