import { constants, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWTPayload } from 'jose';
import type { AccessTokenAlg } from '../core/metadata/vocabulary';

type Way = Omit<SignKeyObjectInput, 'key'> & { readonly digest: string | null };

const pss = (digest: string): Way => ({
  digest,
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
});
const ecdsa = (digest: string): Way => ({ digest, dsaEncoding: 'ieee-p1363' });

/** How each algorithm signs (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2). */
const WAYS: Readonly<Record<AccessTokenAlg, Way>> = {
  RS256: { digest: 'sha256' },
  RS384: { digest: 'sha384' },
  RS512: { digest: 'sha512' },
  PS256: pss('sha256'),
  PS384: pss('sha384'),
  PS512: pss('sha512'),
  ES256: ecdsa('sha256'),
  ES384: ecdsa('sha384'),
  ES512: ecdsa('sha512'),
  EdDSA: { digest: null },
  Ed25519: { digest: null },
};

const signOnThread = promisify(sign);

/**
 * A JWT in compact serialization (RFC 7515 section 7.1), signed on a thread of its own. jose does the same by
 * WebCrypto, whose checks of every call cost twice the signature of an elliptic curve.
 */
export const signJwt = async (
  header: { readonly alg: AccessTokenAlg; readonly typ: string; readonly kid: string },
  claims: JWTPayload,
  key: KeyObject,
): Promise<string> => {
  const { digest, ...way } = WAYS[header.alg];
  const input = `${base64url(header)}.${base64url(claims)}`;
  const signature = await signOnThread(digest, Buffer.from(input), { key, ...way });
  return `${input}.${signature.toString('base64url')}`;
};

const base64url = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
