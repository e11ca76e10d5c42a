import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWTPayload } from 'jose';
import { isQuickToSign, type SigningAlg, signingBy } from '../core/jose/algorithms';

const signOnThread = promisify(sign);

/**
 * A JWT in compact serialization (RFC 7515 section 7.1). It is signed on a thread of the pool, unless the algorithm is so
 * quick that passing it to a thread would take as long: then there is no promise. jose signs with WebCrypto, where the
 * checks of each call cost twice as much as a signature of an elliptic curve.
 */
export const signJwt = (
  header: { readonly alg: SigningAlg; readonly typ: string; readonly kid: string },
  claims: JWTPayload,
  key: KeyObject,
): string | Promise<string> => {
  const { hash, ...parameters } = signingBy(header.alg);
  const input = `${base64url(header)}.${base64url(claims)}`;
  const [data, keyInput] = [Buffer.from(input), { key, ...parameters }];
  const signedBy = (signature: Buffer): string => `${input}.${signature.toString('base64url')}`;
  return isQuickToSign(header.alg)
    ? signedBy(sign(hash, data, keyInput))
    : signOnThread(hash, data, keyInput).then(signedBy);
};

const base64url = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
