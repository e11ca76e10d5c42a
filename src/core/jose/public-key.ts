import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { bareKey, type Jwk, publicMembersOf } from './jwk';
import { isCurveOf } from './key-use';

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MOST_CERTIFICATES = 10;
const LONGEST_VALUE = 16_384;
/** The bits of an RSA modulus: fewer are not safe, more make a verification slow. */
export const MODULUS_BITS = { least: 2048, most: 4096 };
const MOST_EXPONENT = 2n ** 32n;
/** The base64url of 512 octets, and of four. */
const LONGEST_MODULUS = 683;
const LONGEST_EXPONENT = 6;

const opened = new WeakMap<object, KeyObject>();

/** The key as a `KeyObject`, or `undefined` if Node cannot read it. */
const open = (jwk: Jwk): KeyObject | undefined => {
  const known = opened.get(jwk);
  if (known) return known;
  try {
    const key = createPublicKey({ key: bareKey(jwk), format: 'jwk' });
    opened.set(jwk, key);
    return key;
  } catch {
    return undefined;
  }
};

/** Whether the key has the members of its type, as numbers in base64url. */
export const hasItsParts = (key: Jwk): boolean =>
  isCurveOf(key.kty, key['crv']) &&
  (publicMembersOf(key.kty) ?? []).every((name) => {
    const part = key[name];
    return name === 'crv' || (typeof part === 'string' && part.length <= LONGEST_VALUE && BASE64URL.test(part));
  });

/** Whether Node can read the key: a point on its curve, a modulus with an exponent. */
export const isReadable = (key: Jwk): boolean => open(key) !== undefined;

/**
 * Whether a verification with the key costs little: its time grows with the square of the modulus and with the length
 * of the exponent. The check compares the lengths of the texts, so it costs nothing itself. For a key that is stored,
 * {@link hasModulusOfASize} and {@link hasSoundExponent} check the numbers.
 */
export const isCheapToUse = ({ kty, n, e }: Readonly<Record<string, unknown>>): boolean =>
  kty !== 'RSA' || (isTextUpTo(LONGEST_MODULUS, n) && isTextUpTo(LONGEST_EXPONENT, e));

const isTextUpTo = (longest: number, value: unknown): boolean => typeof value === 'string' && value.length <= longest;

/** Whether an RSA key has as many bits as {@link MODULUS_BITS} (RFC 7518 section 3.3). */
export const hasModulusOfASize = (key: Jwk): boolean => {
  if (key.kty !== 'RSA') return true;
  const { modulusLength = 0 } = open(key)?.asymmetricKeyDetails ?? {};
  return modulusLength >= MODULUS_BITS.least && modulusLength <= MODULUS_BITS.most;
};

/**
 * RFC 8017 section 3.1: with the exponent 1 every message is its own signature, and an even one has no inverse. An
 * exponent as long as the modulus makes a verification as slow as a signature.
 */
export const hasSoundExponent = (key: Jwk): boolean => {
  if (key.kty !== 'RSA') return true;
  const { publicExponent = 0n } = open(key)?.asymmetricKeyDetails ?? {};
  return publicExponent >= 3n && publicExponent < MOST_EXPONENT && publicExponent % 2n === 1n;
};

/** RFC 7517 section 4.7: certificates in base64; the first is for this key, and `x5t` and `x5t#S256` are its thumbprints. */
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
