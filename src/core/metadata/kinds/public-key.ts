import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Jwk } from './jwk';

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MOST_CERTIFICATES = 10;
const LONGEST_VALUE = 16_384;
const MOST_MODULUS_BITS = 4096;
const MOST_EXPONENT = 2n ** 32n;
/** The base64url of 512 octets, and of four. */
const LONGEST_MODULUS = 683;
const LONGEST_EXPONENT = 6;

/** The members that make up a public key (RFC 7518 section 6, RFC 8037 section 2). */
const PARTS: Readonly<Record<string, readonly string[]>> = { RSA: ['n', 'e'], EC: ['x', 'y'], OKP: ['x'] };
const CURVES: Readonly<Record<string, readonly string[]>> = {
  EC: ['P-256', 'P-384', 'P-521'],
  OKP: ['Ed25519', 'Ed448', 'X25519', 'X448'],
};

/**
 * The members that make up the key and no others: what else a client says of its key, `key_ops` of the private half or
 * an `ext` of its own, is no reason for a library to refuse it.
 */
export const partsOf = (jwk: Jwk): Jwk => ({
  kty: jwk.kty,
  ...Object.fromEntries(['crv', ...(PARTS[jwk.kty] ?? [])].map((name) => [name, jwk[name]])),
});

const opened = new WeakMap<object, KeyObject>();

/** The key as node knows it, which makes sure that its numbers are a key: a point on the curve, a modulus. */
const open = (jwk: Jwk): KeyObject | undefined => {
  const known = opened.get(jwk);
  if (known) return known;
  try {
    const key = createPublicKey({ key: partsOf(jwk), format: 'jwk' });
    opened.set(jwk, key);
    return key;
  } catch {
    return undefined;
  }
};

/**
 * Whether this server knows keys of that type and curve. Others are kept and not used (RFC 7517 section 5): a set may
 * hold a post-quantum key beside one on P-256.
 */
export const isKnown = ({ kty, crv }: Jwk): boolean =>
  Object.hasOwn(PARTS, kty) && (typeof crv !== 'string' || hasKnownCurve(kty, crv));

/** No private part of RSA, EC, OKP or AKP keys, no symmetric key (RFC 7518 section 6). */
export const isPublic = (key: Jwk): boolean =>
  key.kty !== 'oct' && !['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'].some((name) => Object.hasOwn(key, name));

const hasKnownCurve = (kty: string, crv: unknown): boolean => CURVES[kty]?.includes(String(crv)) ?? true;

export const hasItsParts = (key: Jwk): boolean =>
  hasKnownCurve(key.kty, key['crv']) &&
  (PARTS[key.kty] ?? []).every((name) => {
    const part = key[name];
    return typeof part === 'string' && part.length <= LONGEST_VALUE && BASE64URL.test(part);
  });

export const isAKey = (key: Jwk): boolean => open(key) !== undefined;

/**
 * Whether a verification with the key costs little: the time for one grows with the square of the modulus and with the
 * length of the exponent. Told from the length of the texts, so that it costs nothing itself; where a key is kept,
 * {@link hasModulusOfASize} and {@link hasSoundExponent} look at the numbers.
 */
export const isCheapToUse = ({ kty, n, e }: Readonly<Record<string, unknown>>): boolean =>
  kty !== 'RSA' || (isTextUpTo(LONGEST_MODULUS, n) && isTextUpTo(LONGEST_EXPONENT, e));

const isTextUpTo = (longest: number, value: unknown): boolean => typeof value === 'string' && value.length <= longest;

/** RFC 7518 section 3.3: 2048 bits or more; beyond 4096 a verification takes too long to be offered to anyone. */
export const hasModulusOfASize = (key: Jwk): boolean => {
  if (key.kty !== 'RSA') return true;
  const { modulusLength = 0 } = open(key)?.asymmetricKeyDetails ?? {};
  return modulusLength >= 2048 && modulusLength <= MOST_MODULUS_BITS;
};

/**
 * RFC 8017 section 3.1: with the exponent 1 everything is its own signature, and an even one has no inverse. One as long
 * as the modulus makes a verification as slow as a signature.
 */
export const hasSoundExponent = (key: Jwk): boolean => {
  if (key.kty !== 'RSA') return true;
  const { publicExponent = 0n } = open(key)?.asymmetricKeyDetails ?? {};
  return publicExponent >= 3n && publicExponent < MOST_EXPONENT && publicExponent % 2n === 1n;
};

/** RFC 7517 section 4.7: certificates in base64, the first of them for this very key, its thumbprints its own. */
export const hasMatchingCertificate = (key: Jwk): boolean => {
  const { x5c, x5t, 'x5t#S256': x5tS256 } = key;
  if (x5c === undefined) return true;
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MOST_CERTIFICATES) return false;
  if (!x5c.every((text) => typeof text === 'string' && text.length <= LONGEST_VALUE && BASE64.test(text))) return false;
  try {
    const [first] = x5c.map((text: string) => new X509Certificate(Buffer.from(text, 'base64')));
    const ours = open(key);
    if (!first || !ours || !first.publicKey.equals(ours)) return false;
    return [
      [x5t, 'sha1'],
      [x5tS256, 'sha256'],
    ].every(([claimed, hash]) => claimed === undefined || claimed === thumbprint(first, String(hash)));
  } catch {
    return false;
  }
};

const thumbprint = (certificate: X509Certificate, hash: string): string =>
  createHash(hash).update(certificate.raw).digest('base64url');
