import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { WrongSignature } from './upstream-faults';

/** A key that signs ID tokens. */
export interface UpstreamKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

let made = 0;

export const newUpstreamKey = (): UpstreamKey => {
  made += 1;
  return { kid: `key-${made}`, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
};

/** Signs claims by a key, or in a way that must be refused. */
export const signedBy = async (
  { kid, privateKey, publicKey }: UpstreamKey,
  claims: JWTPayload,
  {
    typ,
    signature,
    secret,
  }: { readonly typ?: string; readonly signature?: WrongSignature | undefined; readonly secret: string },
): Promise<string> => {
  const header = { kid, ...(typ !== undefined && { typ }) };
  const jwt = new SignJWT(claims);
  switch (signature) {
    case undefined:
      return jwt.setProtectedHeader({ ...header, alg: 'RS256' }).sign(privateKey);
    case 'another key':
      return jwt.setProtectedHeader({ ...header, alg: 'RS256' }).sign(newUpstreamKey().privateKey);
    case 'none':
      return new UnsecuredJWT(claims).encode();
    case 'the secret':
      return jwt.setProtectedHeader({ ...header, alg: 'HS256' }).sign(createSecretKey(Buffer.from(secret)));
    case 'the public key as a secret':
      return jwt
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(createSecretKey(Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))));
  }
};
