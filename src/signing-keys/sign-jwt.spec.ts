import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import { isQuickToSign, SIGNING_ALGS, type SigningAlg } from '../core/jose/algorithms';
import { signJwt } from './sign-jwt';

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED25519 = generateKeyPairSync('ed25519');
const PAIRS: Readonly<Partial<Record<SigningAlg, Pair>>> = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: ED25519,
  Ed25519: ED25519,
};

describe('a signed JWT', () => {
  it.each(SIGNING_ALGS)('by %s verifies with jose', async (alg) => {
    const { privateKey, publicKey } = PAIRS[alg] ?? RSA;
    const jwt = await signJwt({ alg, typ: 'at+jwt', kid: 'a' }, { sub: 'client' }, privateKey);
    const { payload, protectedHeader } = await compactVerify(jwt, publicKey);
    expect(protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: 'a' });
    expect(Buffer.from(payload).toString()).toBe('{"sub":"client"}');
  });

  it('takes a thread of the pool where a signature takes long', () => {
    expect(SIGNING_ALGS.filter(isQuickToSign)).toEqual(['ES256', 'EdDSA', 'Ed25519']);
  });
});
