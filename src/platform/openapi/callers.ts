import {
  AuthenticationRequired,
  InsufficientScope,
  InvalidClient,
  InvalidDpopProof,
  InvalidRegistrationToken,
  InvalidRequest,
  InvalidToken,
  MalformedBearer,
  TooManyRequests,
  UseDpopNonce,
} from '../../core/errors/errors';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { REGISTER_SCOPE } from '../../core/metadata/scope-tokens';
import { EXAMPLE_NONCE } from './request-headers';

/** The issuer of the examples. */
export const EXAMPLE_ISSUER = 'https://clientele.example';
const HOUR_SECONDS = 3600;

/** Whom an operation answers: how callers show who they are, and what those are told who do not. */
export interface Caller {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly refusals: readonly OAuthError[];
}

const bearer = { realm: EXAMPLE_ISSUER };
const registrar = { realm: EXAMPLE_ISSUER, scope: REGISTER_SCOPE };
const proven: Challenges = [{ scheme: 'DPoP', parameters: { ...registrar, algs: 'ES256' } }];
const MALFORMED_BEARER = 'the Authorization header must be one word Bearer, one space and the token';

/** By the name of a security scheme, or `anyone`. */
export const CALLERS = {
  anyone: { security: [], refusals: [] },
  /** The bearer of an access token with the scope `register` (RFC 7591 section 3), or who proves to hold its key (RFC 9449). */
  registrar: {
    security: [{ registrar: [REGISTER_SCOPE] }, { registrarWithProof: [] }],
    refusals: [
      new MalformedBearer(MALFORMED_BEARER, registrar),
      new AuthenticationRequired('send Authorization: Bearer with a token of scope register', registrar),
      new InvalidToken(registrar),
      new InvalidDpopProof('the DPoP header must carry a proof; see RFC 9449 section 7.1', proven),
      new UseDpopNonce(EXAMPLE_NONCE, proven),
      new InsufficientScope(registrar),
      new TooManyRequests(HOUR_SECONDS),
    ],
  },
  /** The bearer of a registration access token (RFC 7592 section 2). */
  registrationAccessToken: {
    security: [{ registrationAccessToken: [] }],
    refusals: [
      new InvalidRequest(MALFORMED_BEARER),
      new AuthenticationRequired('send Authorization: Bearer with the registration access token', bearer),
      new InvalidRegistrationToken(bearer),
    ],
  },
  /** A registered client (RFC 6749 section 2.3): in the header, in the form, or by a certificate. */
  client: {
    security: [{ clientSecretBasic: [] }, {}],
    refusals: [
      new InvalidRequest('the client must authenticate in one way only; leave the other out'),
      new InvalidClient(),
    ],
  },
} as const satisfies Record<string, Caller>;
