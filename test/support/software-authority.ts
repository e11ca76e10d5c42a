import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/** Somebody with a key pair who signs JWTs: an issuer of software statements, or a piece of software. */
export interface Signer {
  readonly kid: string;
  /** The public key, as it stands in a JWK Set. */
  readonly publicJwk: JWK;
  /** Signs these claims and no others. */
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
}

export const aSigner = async (alg = 'ES256'): Promise<Signer> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = randomUUID();
  return {
    kid,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
};

const MINUTE_SECONDS = 60;

/** Seconds since 1970, so many minutes from now. */
export const inMinutes = (minutes: number): number => Math.floor(Date.now() / 1000) + minutes * MINUTE_SECONDS;

/** The claims of a JWT that is current, with some of your own; `undefined` leaves one out. */
export const currentClaims = (own: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  iat: inMinutes(0),
  exp: inMinutes(5),
  jti: randomUUID(),
  ...own,
});
