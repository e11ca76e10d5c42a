import { generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK } from 'jose';
import type { ClientKey } from './assertions';

const toNumber = (text = ''): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);

const toText = (number: bigint): string => {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
};

const inverse = (of: bigint, modulus: bigint): bigint | undefined => {
  let [rest, next, factor, nextFactor] = [modulus, of % modulus, 0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return rest === 1n ? (factor + modulus) % modulus : undefined;
};

/** An RSA key of 2048 bits with a public exponent that Node would not make one with (RFC 8017 section 3). */
export const withExponent = async (exponent: bigint): Promise<ClientKey> => {
  for (;;) {
    const made: JsonWebKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const [p, q] = [toNumber(made.p), toNumber(made.q)];
    const d = inverse(exponent, (p - 1n) * (q - 1n));
    if (d === undefined) continue; // the exponent divides p - 1 or q - 1
    const { kty = '', n = '' } = made;
    const publicPart = { kty, n, e: toText(exponent) };
    const secrets = { d, dp: d % (p - 1n), dq: d % (q - 1n) };
    const privatePart = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, toText(value)]));
    const { p: textOfP = '', q: textOfQ = '', qi = '' } = made;
    const privateKey = await importJWK({ ...publicPart, ...privatePart, p: textOfP, q: textOfQ, qi }, 'RS256');
    return {
      alg: 'RS256',
      privateKey: privateKey as CryptoKey,
      publicJwk: { ...publicPart, kid: randomUUID(), use: 'sig' },
    };
  }
};
