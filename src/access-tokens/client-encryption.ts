import { CompactEncrypt, importJWK } from 'jose';
import { bareKey, type Jwk, type JwkSet } from '../core/jose/jwk';
import { isEncryptedFor } from '../core/jose/key-use';
import type { StoredMetadata } from '../core/metadata/client-metadata';

/** What a client registered for the encryption of one kind of response, and its keys. */
export interface EncryptionWish {
  readonly alg: string | undefined;
  readonly enc: string | undefined;
  readonly jwks: JwkSet | undefined;
}

const DEFAULT_ENC = 'A128CBC-HS256';

/** The access token as a nested JWT, if the client registered an algorithm and a key for it; RSA1_5 is never used. */
export const encryptedForClient = (token: string, metadata: StoredMetadata): string | Promise<string> =>
  encrypted(token, {
    alg: metadata.token_encrypted_response_alg,
    enc: metadata.token_encrypted_response_enc,
    jwks: metadata.jwks,
  });

/**
 * A signed JWT within a JWE (RFC 7519 appendix A.2), or the JWT unchanged, without a promise, if the client has no
 * algorithm or no key for it.
 */
export const encrypted = (jwt: string, { alg, enc = DEFAULT_ENC, jwks }: EncryptionWish): string | Promise<string> => {
  const key = alg === undefined ? undefined : jwks?.keys.find((candidate) => isEncryptedFor(candidate, alg));
  return alg === undefined || !key ? jwt : encryptedBy(key, jwt, { alg, enc });
};

const encryptedBy = async (
  key: Jwk,
  jwt: string,
  { alg, enc }: { readonly alg: string; readonly enc: string },
): Promise<string> => {
  const { kid } = key;
  return new CompactEncrypt(new TextEncoder().encode(jwt))
    .setProtectedHeader({ alg, enc, cty: 'JWT', ...(typeof kid === 'string' && { kid }) })
    .encrypt(await importJWK(bareKey(key), alg));
};
