import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { JWTVerifyOptions } from 'jose';
import { verifyJwt } from '../../core/jose/verify-jwt';
import { MOST_TRIED } from '../../core/metadata/kinds/key-set';
import { SIGNING_ALGS } from '../../core/metadata/vocabulary';

/** Where the keys come from that a JWT may be signed with, each time as a JWK Set (RFC 7517 section 5). */
export interface KeySource {
  /** Those known now. */
  current(): Promise<JSONWebKeySet>;
  /** The same, for a JWT whose key is not among the current ones. */
  renewed(): Promise<JSONWebKeySet>;
}

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
 * `exp`. Keys in its header are not looked at. Throws an error of jose, and what the source of the keys throws.
 */
export const verifiedClaims = async (jwt: string, keys: KeySource, expected: Expected): Promise<JWTPayload> => {
  const known = await keys.current();
  try {
    return await verifiedBy(known, jwt, expected);
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    return verifiedBy(await keys.renewed(), jwt, expected);
  }
};

const verifiedBy = async (keys: JSONWebKeySet, jwt: string, expected: Expected): Promise<JWTPayload> => {
  const options = { ...expected, algorithms: [...ALGORITHMS], clockTolerance: CLOCK_TOLERANCE_SECONDS };
  try {
    return (await verifyJwt(jwt, createLocalJWKSet(keys), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    return verifiedByOneOf(error, jwt, options);
  }
};

/** No kid, and several keys that it may be: few are tried. */
const verifiedByOneOf = async (
  fitting: errors.JWKSMultipleMatchingKeys,
  jwt: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> => {
  let tried = 0;
  for await (const key of fitting) {
    tried += 1;
    if (tried > MOST_TRIED) throw new errors.JWKSMultipleMatchingKeys();
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
};

/** Whether a JWT names no key, and more would fit than are tried. */
export const isAmbiguous = (error: unknown): boolean => error instanceof errors.JWKSMultipleMatchingKeys;
