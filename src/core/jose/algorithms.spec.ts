import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, compactVerify, CompactSign, exportJWK } from 'jose';
import { ALL_ENCRYPTION_ALGS, ALL_SIGNING_ALGS, ASSERTION_ALGS, ENCRYPTION_ALGS } from '../metadata/vocabulary';
import {
  algorithm,
  ENCRYPTION_ENCS,
  isSameAlg,
  isSymmetric,
  MAC_ALGS,
  PUBLIC_KEY_ENCRYPTION_ALGS,
  SECRET_ENCRYPTION_ALGS,
  secretOctetsOf,
  SIGNING_ALGS,
  signingBy,
} from './algorithms';
import type { Jwk } from './jwk';
import { fitsAlgorithm, isEncryptedFor, isImplemented } from './key-use';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A key of the type, and of each curve, that the row of an algorithm names. */
const GENERATED: Readonly<Record<string, () => Pair>> = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
  Ed448: () => generateKeyPairSync('ed448'),
  X25519: () => generateKeyPairSync('x25519'),
  X448: () => generateKeyPairSync('x448'),
};

const pairs = new Map<string, Pair>();
const pairOf = (type: string): Pair => {
  const known = pairs.get(type) ?? GENERATED[type]?.();
  if (!known) throw new Error(`no key of ${type} can be generated`);
  pairs.set(type, known);
  return known;
};

const typesOf = (alg: string): readonly string[] => algorithm(alg)?.crv ?? algorithm(alg)?.kty ?? [];
const jwkOf = (key: KeyObject): Jwk => key.export({ format: 'jwk' }) as Jwk;
const implemented = (alg: string): Pair[] =>
  typesOf(alg)
    .map(pairOf)
    .filter(({ publicKey }) => isImplemented(jwkOf(publicKey), alg));

const MESSAGE = Buffer.from('a message');

describe('the table of algorithms', () => {
  it('has a row for every algorithm that a client may register, and for no other name', () => {
    for (const alg of [...ALL_SIGNING_ALGS, ...ALL_ENCRYPTION_ALGS])
      expect({ alg, use: algorithm(alg)?.use }).toEqual({
        alg,
        use: ALL_SIGNING_ALGS.some((one) => one === alg) ? 'sig' : 'enc',
      });
    for (const alg of ['RS1', 'HS1024', 'rs256', '', 'constructor']) expect(algorithm(alg)).toBeUndefined();
  });

  it('says of every algorithm whether its key is a shared secret', () => {
    expect([...ASSERTION_ALGS, ...ALL_ENCRYPTION_ALGS].filter(isSymmetric)).toEqual([
      ...MAC_ALGS,
      ...SECRET_ENCRYPTION_ALGS,
    ]);
    for (const other of ['none', undefined, 5, 'HS1024']) expect(isSymmetric(other)).toBe(false);
  });

  it('knows the two names of one algorithm', () => {
    expect(isSameAlg('EdDSA', 'Ed25519')).toBe(true);
    expect(isSameAlg('Ed25519', 'EdDSA')).toBe(true);
    expect(isSameAlg('ES256', 'ES256')).toBe(true);
    expect(isSameAlg('EdDSA', 'ES256')).toBe(false);
    expect(isSameAlg('ES256', 'ES384')).toBe(false);
  });
});

describe.each(SIGNING_ALGS)('%s', (alg) => {
  const { hash, ...parameters } = signingBy(alg);
  const [pair] = implemented(alg);
  if (!pair) throw new Error(`no key is generated for ${alg}`);
  const { publicKey, privateKey } = pair;

  it('signs with node:crypto what jose verifies', async () => {
    const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${MESSAGE.toString('base64url')}`;
    const signature = sign(hash, Buffer.from(input), { key: privateKey, ...parameters });
    const { payload } = await compactVerify(`${input}.${signature.toString('base64url')}`, await exportJWK(publicKey));
    expect(Buffer.from(payload)).toEqual(MESSAGE);
  });

  it('verifies with node:crypto what jose signs', async () => {
    const jws = await new CompactSign(MESSAGE).setProtectedHeader({ alg }).sign(privateKey);
    const [header = '', payload = '', signature = ''] = jws.split('.');
    const key = { key: publicKey, ...parameters };
    const verifies = (text: string): boolean =>
      verify(hash, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    expect(verifies(`${header}.${payload}`)).toBe(true);
    expect(verifies(`${header}.${payload}x`)).toBe(false);
  });

  it('fits keys of its type and curve, and no others', () => {
    const fitting = Object.keys(GENERATED).filter((type) => fitsAlgorithm(jwkOf(pairOf(type).publicKey), alg));
    expect(fitting).toEqual(typesOf(alg));
  });
});

describe.each(MAC_ALGS)('%s', (alg) => {
  it('signs with a secret that is as long as its hash', async () => {
    const octets = secretOctetsOf(alg);
    const secret = createSecretKey(randomBytes(octets));
    const jws = await new CompactSign(MESSAGE).setProtectedHeader({ alg }).sign(secret);
    await expect(compactVerify(jws, secret)).resolves.toMatchObject({ protectedHeader: { alg } });
    expect(octets).toBe(Number(alg.slice(2)) / 8);
  });
});

describe.each(PUBLIC_KEY_ENCRYPTION_ALGS)('%s', (alg) => {
  it('encrypts for every key that it is said to fit', async () => {
    const keys = implemented(alg);
    expect(keys).not.toEqual([]);
    for (const { publicKey, privateKey } of keys) {
      expect(isEncryptedFor({ ...jwkOf(publicKey), use: 'enc' }, alg)).toBe(true);
      for (const enc of ENCRYPTION_ENCS) {
        const jwe = await new CompactEncrypt(MESSAGE).setProtectedHeader({ alg, enc }).encrypt(publicKey);
        expect(Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext)).toEqual(MESSAGE);
      }
    }
  });
});

describe('a curve that jose does not implement', () => {
  it.each(['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'])('is X448, with %s', async (alg) => {
    const jwk = jwkOf(pairOf('X448').publicKey);
    expect(fitsAlgorithm(jwk, alg)).toBe(true);
    expect(isEncryptedFor({ ...jwk, use: 'enc' }, alg)).toBe(false);
    const encrypting = new CompactEncrypt(MESSAGE).setProtectedHeader({ alg, enc: 'A128GCM' });
    await expect(encrypting.encrypt(jwk)).rejects.toThrow();
  });

  it('is Ed448, with EdDSA', async () => {
    const { publicKey, privateKey } = pairOf('Ed448');
    expect(fitsAlgorithm(jwkOf(publicKey), 'EdDSA')).toBe(true);
    expect(isImplemented(jwkOf(publicKey), 'EdDSA')).toBe(false);
    await expect(new CompactSign(MESSAGE).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey)).rejects.toThrow();
  });
});

describe('an algorithm that this server does not encrypt by', () => {
  it.each(ENCRYPTION_ALGS.filter((alg) => !PUBLIC_KEY_ENCRYPTION_ALGS.some((own) => own === alg)))('is %s', (alg) => {
    const key = { ...jwkOf(pairOf('RSA').publicKey), use: 'enc' };
    expect(fitsAlgorithm(key, alg)).toBe(true);
    expect(isEncryptedFor(key, alg)).toBe(false);
  });
});
