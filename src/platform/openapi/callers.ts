import {
  InsufficientScope,
  InvalidClient,
  InvalidRegistrationToken,
  InvalidToken,
  TooManyRequests,
  UseDpopNonce,
} from '../../core/errors/errors';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import {
  accessTokenRequired,
  malformedBearer,
  proofRequired,
  registrationTokenRequired,
  severalAuthentications,
} from '../../core/errors/refusals';
import { REGISTER_SCOPE } from '../../core/metadata/scope-tokens';
import { EXAMPLE_NONCE } from './request-headers';

/** The issuer of the examples. */
export const EXAMPLE_ISSUER = 'https://clientele.example';
const HOUR_SECONDS = 3600;

/** The callers of an operation: how they authenticate, and the refusals if they do not. */
export interface Caller {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly refusals: readonly OAuthError[];
}

const bearer = { realm: EXAMPLE_ISSUER };
const registrar = { realm: EXAMPLE_ISSUER, scope: REGISTER_SCOPE };
const proven: Challenges = [{ scheme: 'DPoP', parameters: { ...registrar, algs: 'ES256' } }];

/** By the name of a security scheme, or `anyone`. */
export const CALLERS = {
  anyone: { security: [], refusals: [] },
  /** The bearer of an access token with the scope `register` (RFC 7591 section 3), or who proves to hold its key (RFC 9449). */
  registrar: {
    security: [{ registrar: [REGISTER_SCOPE] }, { registrarWithProof: [] }],
    refusals: [
      malformedBearer(registrar),
      accessTokenRequired(REGISTER_SCOPE, registrar),
      new InvalidToken(registrar),
      proofRequired(proven),
      new UseDpopNonce(EXAMPLE_NONCE, proven),
      new InsufficientScope(registrar),
      new TooManyRequests(HOUR_SECONDS),
    ],
  },
  /** The bearer of a registration access token (RFC 7592 section 2). */
  registrationAccessToken: {
    security: [{ registrationAccessToken: [] }],
    refusals: [malformedBearer(bearer), registrationTokenRequired(bearer), new InvalidRegistrationToken(bearer)],
  },
  /** A registered client (RFC 6749 section 2.3): in the header, in the form, or by a certificate. */
  client: {
    security: [{ clientSecretBasic: [] }, {}],
    refusals: [severalAuthentications(), new InvalidClient()],
  },
} as const satisfies Record<string, Caller>;
