import { decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import { bareKey, type Jwk } from './jwk';
import { type KeySource, selectKeys } from './key-source';
import { type KeyChoice, matchingKeys } from './matching-keys';
import { verifyJwt } from './verify-jwt';

/** The requirements of a JWT. The caller sets the accepted algorithms, never the JWT (RFC 8725 section 3.1). */
export type ExpectedJwt = JWTVerifyOptions & { readonly algorithms: string[] };

/**
 * Verifies a JWT that was signed by a key of the source (RFC 7515 section 5.2, RFC 7519 section 7.2); see
 * {@link matchingKeys} for which of them are tried. Keys that the header contains or refers to are never used. A caller
 * that has decoded the header passes it. Throws jose's errors, and those of the source.
 */
export const verifyByKeySource = async <Claims extends JWTPayload = JWTPayload>(
  jwt: string,
  source: KeySource,
  expected: ExpectedJwt,
  { alg = '', kid }: Partial<KeyChoice> = decodeProtectedHeader(jwt),
): Promise<JWTVerifyResult<Claims>> => {
  if (!expected.algorithms.includes(alg)) throw new errors.JOSEAlgNotAllowed(`the algorithm ${alg} is not accepted`);
  const keys = await selectKeys(source, (all) => matchingKeys(all, { alg, kid }));
  if (keys.length === 0) throw new errors.JWKSNoMatchingKey();
  return verifyByOneOf<Claims>(jwt, keys.map(bareKey), expected);
};

/** Verifies a JWT that was signed by one of these keys or secrets, tried in this order. Throws jose's errors. */
export const verifyByOneOf = async <Claims extends JWTPayload = JWTPayload>(
  jwt: string,
  keys: readonly (Jwk | Uint8Array)[],
  expected: ExpectedJwt,
): Promise<JWTVerifyResult<Claims>> => {
  let cause: unknown;
  for (const key of keys) {
    try {
      return await verifyJwt<Claims>(jwt, key, expected);
    } catch (failure) {
      if (isOfJwt(failure)) throw failure;
      cause = failure;
    }
  }
  throw new errors.JWSSignatureVerificationFailed('no key made the signature', { cause });
};

/** Verification does no I/O: a failure of another kind has its cause in the key. */
const isOfJwt = (failure: unknown): boolean =>
  failure instanceof errors.JOSEError && !(failure instanceof errors.JWSSignatureVerificationFailed);
