import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { JWTVerifyOptions } from 'jose';
import { SIGNING_ALGS } from '../../clients/metadata/vocabulary';
import { verifyJwt } from '../../jwt/verify-jwt';

/** A JWK Set (RFC 7517 section 5). */
export type KeySet = JSONWebKeySet;

/** The signatures that are believed: asymmetric ones, so that whoever verifies cannot sign. */
const ALGORITHMS: readonly string[] = SIGNING_ALGS;
const CLOCK_TOLERANCE_SECONDS = 10;

/** The claims as they stand, before anything is verified: only to find out whose keys to use. Throws on what is no JWS. */
export const unverifiedClaims = (jwt: string): JWTPayload => {
  const { alg } = decodeProtectedHeader(jwt);
  if (alg === undefined || !ALGORITHMS.includes(alg)) throw new Error(`the algorithm ${String(alg)} is not accepted`);
  return decodeJwt(jwt);
};

/** Which claims must stand in a JWT, and what they must be. */
export type Expected = Pick<JWTVerifyOptions, 'issuer' | 'audience' | 'requiredClaims' | 'maxTokenAge'>;

/**
 * The claims of a JWT that one of the keys verifies (RFC 7515 section 5.2, RFC 7519 section 7.2), within its `nbf` and
 * `exp`. Keys in its header are not looked at. Throws an error of jose.
 */
export const verifiedClaims = async (jwt: string, keys: KeySet, expected: Expected): Promise<JWTPayload> => {
  const options = { ...expected, algorithms: [...ALGORITHMS], clockTolerance: CLOCK_TOLERANCE_SECONDS };
  try {
    return (await verifyJwt(jwt, createLocalJWKSet(keys), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // No kid, and several keys that it may be: each is tried.
    for await (const key of error) {
      const payload = await verifyJwt(jwt, key, options).then(
        (verified) => verified.payload,
        (failure: unknown) => {
          if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
          return undefined;
        },
      );
      if (payload) return payload;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
};

/** Whether a JWT names a key that is not in the set, or none of the set fits it. */
export const isUnknownKey = (error: unknown): boolean => error instanceof errors.JWKSNoMatchingKey;

export const isKeySet = (value: unknown): value is KeySet =>
  typeof value === 'object' &&
  value !== null &&
  'keys' in value &&
  Array.isArray(value.keys) &&
  value.keys.every(isKey);

const isKey = (key: unknown): boolean => typeof key === 'object' && key !== null && 'kty' in key;
