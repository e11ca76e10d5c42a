import { createPublicKey, type JsonWebKey, type X509Certificate } from 'node:crypto';
import type { Jwk } from '../../../core/jose/jwk';
import { isUsable } from '../../../core/jose/key-use';

/**
 * Whether a certificate belongs to a registered key: it is the first one of the key's `x5c` or, for a key without
 * `x5c`, contains the same public key. `false` for a certificate whose key Node cannot read.
 */
export const certifies = (certificate: X509Certificate, key: Jwk): boolean => {
  if (key['use'] === 'enc' || !isUsable(key)) return false;
  const [leaf] = Array.isArray(key['x5c']) ? (key['x5c'] as unknown[]) : [];
  if (typeof leaf === 'string') return Buffer.from(leaf, 'base64').equals(certificate.raw);
  try {
    return createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).equals(certificate.publicKey);
  } catch {
    return false;
  }
};
