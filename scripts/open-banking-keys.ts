import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

const ALG = 'PS256';
const LIFETIME = '5m';

/** Somebody with a key pair: the directory, the third party, or one who copied the statement of another. */
export interface KeyHolder {
  /** The public key, as it stands in a JWK Set. */
  readonly publicKey: JWK;
  /** Signs claims, with `iat`, `exp` and a `jti` that is new. */
  readonly sign: (claims: JWTPayload) => Promise<string>;
}

export const aKeyHolder = async (): Promise<KeyHolder> => {
  const { publicKey, privateKey } = await generateKeyPair(ALG);
  const kid = randomUUID();
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: ALG, use: 'sig' },
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: ALG, kid })
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .setJti(randomUUID())
        .sign(privateKey),
  };
};
