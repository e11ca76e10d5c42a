import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { SigningAlg } from '../core/jose/algorithms';

const RSA_BITS = 2048;

/** Generates a key pair as JWKs. Its `kid` is the SHA-256 thumbprint of the public key (RFC 7638). */
export const generateSigningKey = async (
  alg: SigningAlg,
): Promise<{ kid: string; publicJwk: JWK; privateJwk: JWK }> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: RSA_BITS });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return { kid, publicJwk: { ...bare, kid, alg, use: 'sig' }, privateJwk: await exportJWK(privateKey) };
};
