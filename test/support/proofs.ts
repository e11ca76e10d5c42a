import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, type JWK, SignJWT } from 'jose';
import { aKeyPair } from './key-pairs';

/** A key pair that proofs are made with. */
export interface ProofKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly privateJwk: JWK;
  readonly jwk: JWK;
  readonly jkt: string;
}

/** A key pair for an algorithm: see {@link aKeyPair}. */
export const aProofKey = async (alg = 'ES256'): Promise<ProofKey> => {
  const { publicKey, privateKey } = await aKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  return { alg, privateKey, privateJwk: await exportJWK(privateKey), jwk, jkt: await calculateJwkThumbprint(jwk) };
};

type Members = Readonly<Record<string, unknown>>;

/** What a proof says beside the usual; `undefined` leaves a member out. */
export interface ProofOptions {
  readonly path?: string;
  readonly accessToken?: string;
  readonly claims?: Members;
  readonly header?: Members;
}

/** A proof for a POST to a path of the issuer `http://localhost:3000` that is valid except for the given changes. */
export const aProof = (
  { alg, jwk, privateKey }: ProofKey,
  { path = '/token', accessToken, claims = {}, header = {} }: ProofOptions = {},
): Promise<string> => {
  const usual = {
    jti: randomUUID(),
    htm: 'POST',
    htu: `http://localhost:3000${path}`,
    iat: Math.floor(Date.now() / 1000),
    ...(accessToken !== undefined && { ath: createHash('sha256').update(accessToken).digest('base64url') }),
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk, ...header })
    .sign(privateKey, { crit: { 'x-extension': true } });
};

/** The same with another algorithm in its header, and a signature of no use. */
export const relabelled = (proof: string, alg: string): string => {
  const [header = '', payload] = proof.split('.');
  const own = JSON.parse(Buffer.from(header, 'base64url').toString()) as Members;
  return `${Buffer.from(JSON.stringify({ ...own, alg })).toString('base64url')}.${payload}.`;
};
