import {
  type CryptoKey,
  errors,
  type JWK,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import { isStringArray } from '../json/json';

const isString = (value: unknown): boolean => typeof value === 'string';
const isAudience = (value: unknown): boolean => isString(value) || isStringArray(value);
const isTime = (value: unknown): boolean => Number.isFinite(value);

/** The types of the registered claims (RFC 7519 section 4.1). */
const TYPES: Readonly<Record<string, readonly [is: (value: unknown) => boolean, type: string]>> = {
  iss: [isString, 'a string'],
  sub: [isString, 'a string'],
  aud: [isAudience, 'a string or an array of strings'],
  exp: [isTime, 'a number'],
  nbf: [isTime, 'a number'],
  iat: [isTime, 'a number'],
  jti: [isString, 'a string'],
};

/** Throws jose's {@link errors.JWTClaimValidationFailed} for a registered claim that is not of its type. */
export const requireClaimTypes = (payload: JWTPayload): void => {
  for (const [claim, [is, type]] of Object.entries(TYPES))
    if (payload[claim] !== undefined && !is(payload[claim]))
      throw new errors.JWTClaimValidationFailed(`${claim} must be ${type}`, payload, claim, 'invalid');
};

/**
 * Verifies a JWT. Every JWT that this server receives is verified here: by jose's `jwtVerify`, and then by the types of
 * all registered claims, of which jose checks only some. Takes the JWT, the key or the function that finds it, and the
 * expected claims. Throws jose's errors.
 */
export const verifyJwt = async <Claims extends JWTPayload = JWTPayload>(
  jwt: string,
  key: CryptoKey | JWK | Uint8Array | JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult<Claims>> => {
  // Two calls, because the overloads of jose do not accept a union.
  const verified =
    typeof key === 'function' ? await jwtVerify<Claims>(jwt, key, options) : await jwtVerify<Claims>(jwt, key, options);
  requireClaimTypes(verified.payload);
  return verified;
};
