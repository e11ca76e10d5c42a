import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** A key pair whose private key can be exported. */
export interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

let rsa: Promise<{ readonly publicJwk: JWK; readonly privateJwk: JWK }> | undefined;

/**
 * A key pair for an algorithm. It is a new one for curves. All RSA algorithms of a test file share one, as an RSA key takes
 * 150 ms of CPU time.
 */
export const aKeyPair = async (alg: string, crv?: string): Promise<KeyPair> => {
  if (!/^(RS|PS)/.test(alg)) return generateKeyPair(alg, { extractable: true, ...(crv !== undefined && { crv }) });
  const { publicJwk, privateJwk } = await (rsa ??= aRsaPair());
  return { publicKey: await imported(publicJwk, alg), privateKey: await imported(privateJwk, alg) };
};

const aRsaPair = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { publicJwk: await exportJWK(publicKey), privateJwk: await exportJWK(privateKey) };
};

const imported = async (jwk: JWK, alg: string): Promise<CryptoKey> =>
  (await importJWK(jwk, alg, { extractable: true })) as CryptoKey;
