import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { SIGNING_ALGS } from '../../core/jose/algorithms';
import type { KeySource } from '../../core/jose/key-source';
import { verifyByKeySource } from '../../core/jose/verify-by-keys';

/** The accepted signatures: asymmetric ones, so that a verifier of JWTs cannot create one. */
const ALGORITHMS: readonly string[] = SIGNING_ALGS;
const CLOCK_TOLERANCE_SECONDS = 10;

/** The claims of a JWT before it is verified, to find out whose keys to use. Throws if it is not a signed JWT. */
export const unverifiedClaims = (jwt: string): JWTPayload => {
  const { alg } = decodeProtectedHeader(jwt);
  if (alg === undefined || !ALGORITHMS.includes(alg)) throw new Error(`the algorithm ${String(alg)} is not accepted`);
  return decodeJwt(jwt);
};

/** The claims that a JWT must have, and their values. */
export type Expected = Pick<JWTVerifyOptions, 'issuer' | 'audience' | 'requiredClaims' | 'maxTokenAge'>;

/** The claims of a JWT that one of the keys verifies, within its `nbf` and `exp`. Throws as {@link verifyByKeySource}. */
export const verifiedClaims = async (jwt: string, keys: KeySource, expected: Expected): Promise<JWTPayload> => {
  const options = { ...expected, algorithms: [...ALGORITHMS], clockTolerance: CLOCK_TOLERANCE_SECONDS };
  return (await verifyByKeySource(jwt, keys, options)).payload;
};

/** Whether a JWT does not name its key, and more keys would fit than are tried. */
export const isAmbiguous = (error: unknown): boolean => error instanceof errors.JWKSMultipleMatchingKeys;
