import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWTPayload } from 'jose';
import { isQuickToSign, type SigningAlg, signingBy } from '../core/jose/algorithms';

const signOnThread = promisify(sign);

/**
 * A JWT in compact serialization (RFC 7515 section 7.1), signed on a thread of the pool, unless the algorithm is so quick
 * that passing it to a thread would take as long. jose signs with WebCrypto, where the checks of each call cost twice as
 * much as a signature of an elliptic curve.
 */
export const signJwt = async (
  header: { readonly alg: SigningAlg; readonly typ: string; readonly kid: string },
  claims: JWTPayload,
  key: KeyObject,
): Promise<string> => {
  const { hash, ...parameters } = signingBy(header.alg);
  const input = `${base64url(header)}.${base64url(claims)}`;
  const [data, keyInput] = [Buffer.from(input), { key, ...parameters }];
  const signature = isQuickToSign(header.alg) ? sign(hash, data, keyInput) : await signOnThread(hash, data, keyInput);
  return `${input}.${signature.toString('base64url')}`;
};

const base64url = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
