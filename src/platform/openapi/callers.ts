import type { ApiParamOptions } from '@nestjs/swagger';
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
  clientPending,
  clientRejected,
  malformedBearer,
  proofRequired,
  registrationTokenRequired,
  severalAuthentications,
} from '../../core/errors/refusals';
import { EXAMPLE_NONCE } from './request-headers';

/** The issuer of the examples. */
export const EXAMPLE_ISSUER = 'https://clientele.example';
const HOUR_SECONDS = 3600;

/** The callers of an operation: how they authenticate, and the refusals if they do not. */
export interface Caller {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly refusals: readonly OAuthError[];
  /** The parameters of the address that the protection reads. */
  readonly parameters?: readonly ApiParamOptions[];
}

/** A caller that needs no credentials. */
export const ANYONE: Caller = { security: [], refusals: [] };

const bearer = { realm: EXAMPLE_ISSUER };

/**
 * A caller with an access token of this scope (RFC 7591 section 3), or one that proves to hold its key as well (RFC
 * 9449). `scheme` is the name of the security scheme that has the scope.
 */
export const byAccessToken = (scheme: string, scope: string): Caller => {
  const bearerOfScope = { realm: EXAMPLE_ISSUER, scope };
  const proven: Challenges = [{ scheme: 'DPoP', parameters: { ...bearerOfScope, algs: 'ES256' } }];
  return {
    security: [{ [scheme]: [scope] }, { [`${scheme}WithProof`]: [] }],
    refusals: [
      malformedBearer(bearerOfScope),
      accessTokenRequired(scope, bearerOfScope),
      new InvalidToken(bearerOfScope),
      proofRequired(proven),
      new UseDpopNonce(EXAMPLE_NONCE, proven),
      new InsufficientScope(bearerOfScope),
      new TooManyRequests(HOUR_SECONDS),
    ],
  };
};

/** Callers by the name of a security scheme. */
export const CALLERS = {
  /** The bearer of a registration access token (RFC 7592 section 2). */
  registrationAccessToken: {
    security: [{ registrationAccessToken: [] }],
    refusals: [malformedBearer(bearer), registrationTokenRequired(bearer), new InvalidRegistrationToken(bearer)],
    parameters: [{ name: 'client_id', description: 'The identifier of the client.', schema: { type: 'string' } }],
  },
  /** A registered client (RFC 6749 section 2.3): in the header, in the form, or by a certificate. */
  client: {
    security: [{ clientSecretBasic: [] }, {}],
    refusals: [severalAuthentications(), clientPending(), clientRejected(), new InvalidClient()],
  },
} as const satisfies Record<string, Caller>;
