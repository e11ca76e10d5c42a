import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Jwk } from '../../../core/jose/jwk';

const RSA_MODULUS_OCTETS = 256;

/** Public keys of all types. Their private parts are not kept. */
const publicKeys = (): Jwk[] => {
  const edwards = generateKeyPairSync('ed25519').publicKey;
  const curves = ['P-256', 'P-384', 'P-521'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve }).publicKey);
  return [rsaKey(), ...[edwards, ...curves].map((key) => key.export({ format: 'jwk' }) as Jwk)];
};

/** A public key without a private part: its modulus is a random number. Generating a real one takes too long. */
const rsaKey = (): Jwk => {
  const modulus = randomBytes(RSA_MODULUS_OCTETS);
  modulus[0] = 0x80 | (modulus[0] ?? 0);
  modulus[RSA_MODULUS_OCTETS - 1] = 1 | (modulus[RSA_MODULUS_OCTETS - 1] ?? 0);
  return { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') };
};

/** The key set of stand-in clients. The request chooses the algorithm, so there is a key of every type. */
export const STAND_IN_KEYS = { keys: publicKeys() } as const;
