import { calculateJwkThumbprint, EmbeddedJWK, type JWK, type JWTPayload } from 'jose';
import { InvalidDpopProof } from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import { proofForMethod, proofMust } from '../../core/errors/refusals';
import { sha256 } from '../../core/hash/sha256';
import { verifyJwt } from '../../core/jose/verify-jwt';
import { isPublic } from '../../core/jose/jwk';
import { isCheapToUse } from '../../core/jose/public-key';
import { SIGNING_ALGS } from '../../core/jose/algorithms';
import { normalisedUri } from './normalised-uri';

/** The request that a proof must be for. */
export interface ProvenRequest {
  readonly method: string;
  /** The address of the endpoint as the server publishes it. */
  readonly uri: string;
  /** Its address for clients with certificates, if that is a different one (RFC 8705 section 5). */
  readonly alias?: string;
  /** The access token of the request, at a resource. */
  readonly accessToken?: string;
  /** How old the proof may be, in seconds. */
  readonly lifetime: number;
  /** The challenges of a refusal, at a resource. */
  readonly challenges?: Challenges;
}

/** The result of a valid proof. */
export interface Proof {
  /** The SHA-256 thumbprint of the public key (RFC 7638). */
  readonly jkt: string;
  readonly jti: string;
  readonly iat: number;
  readonly nonce: unknown;
}

/** The difference of the clocks of client and server that is accepted, in both directions. */
export const CLOCK_TOLERANCE_SECONDS = 30;

/**
 * Checks a proof, except its nonce and whether it was used before (RFC 9449 section 4.3, items 2 to 9, 11 and 12).
 * Throws {@link InvalidDpopProof}.
 */
export const verifyProof = async (jwt: string, request: ProvenRequest, now = new Date()): Promise<Proof> => {
  const { challenges } = request;
  const { payload, jwk } = await signedBySender(jwt, request, now);
  const { htm, htu, jti = '', ath, iat = 0, nonce } = payload;
  if (jti === '') throw proofMust('have a jti', 'make it unique for each request', challenges);
  if (htm !== request.method) throw proofForMethod(request.method, challenges);
  if (typeof htu !== 'string' || !isAddressOf(request, htu))
    throw proofMust(`have the htu ${request.uri}`, 'take the address from the metadata of the server', challenges);
  if (request.accessToken !== undefined && ath !== accessTokenHash(request.accessToken))
    throw proofMust('have the ath of the access token', 'see RFC 9449 section 4.2', challenges);
  return { jkt: await calculateJwkThumbprint(jwk), jti, iat, nonce };
};

/** A text that cannot be normalised is not an address, and equals none. */
const isAddressOf = ({ uri, alias }: ProvenRequest, htu: string): boolean => {
  const named = normalisedUri(htu);
  return (
    named !== undefined && [uri, alias].some((address) => address !== undefined && named === normalisedUri(address))
  );
};

/** `ath` of an access token (RFC 9449 section 4.2). */
export const accessTokenHash = (accessToken: string): string => sha256(accessToken);

const signedBySender = async (
  jwt: string,
  { lifetime, challenges }: ProvenRequest,
  now: Date,
): Promise<{ payload: JWTPayload; jwk: JWK }> => {
  const { payload, protectedHeader } = await verifyJwt(jwt, keyWithin(challenges), {
    typ: 'dpop+jwt',
    algorithms: [...SIGNING_ALGS],
    requiredClaims: ['iat', 'jti', 'htm', 'htu'],
    maxTokenAge: lifetime,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: now,
  }).catch((cause: unknown) => {
    if (cause instanceof InvalidDpopProof) throw cause;
    // Verification does no I/O: every failure is one of the proof.
    throw proofMust(
      'be a fresh JWT of typ dpop+jwt, signed by the public key in its jwk',
      'see RFC 9449 section 4.2',
      challenges,
      cause,
    );
  });
  const jwk = protectedHeader.jwk ?? {};
  if (!isPublic({ ...jwk }))
    throw proofMust('keep its private key to itself', 'send the public members in jwk and make a new key', challenges);
  return { payload, jwk };
};

/** The key in the header of a proof. Any caller can send one, so a key that makes verification slow is refused. */
const keyWithin =
  (challenges: Challenges | undefined): typeof EmbeddedJWK =>
  (header, jws) => {
    if (!isCheapToUse({ ...header?.jwk }))
      throw proofMust(
        'have an RSA key of at most 4096 bits with an exponent below 2^32',
        'use a key for ES256',
        challenges,
      );
    return EmbeddedJWK(header, jws);
  };
