import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { errors, SignJWT } from 'jose';
import type { Jwk } from './jwk';
import { fixedKeys, type KeySource } from './key-source';
import { type ExpectedJwt, verifyByKeySource, verifyByOneOf } from './verify-by-keys';

const EXPECTED: ExpectedJwt = { algorithms: ['ES256'], issuer: 'me' };

const newKey = (members: object = {}): { privateKey: KeyObject; jwk: Jwk } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), ...members } as Jwk };
};

const signed = (privateKey: KeyObject, header: object = {}, claims: object = {}): Promise<string> =>
  new SignJWT({ iss: 'me', ...claims }).setProtectedHeader({ alg: 'ES256', ...header }).sign(privateKey);

/** A source that counts its requests. */
const sourceOf = (current: readonly Jwk[], renewed: readonly Jwk[]): KeySource & { readonly requests: string[] } => {
  const requests: string[] = [];
  const answering = (name: string, keys: readonly Jwk[]): Promise<readonly Jwk[]> => {
    requests.push(name);
    return Promise.resolve(keys);
  };
  return { requests, current: () => answering('current', current), renewed: () => answering('renewed', renewed) };
};

describe('verifyByKeySource', () => {
  const [first, second] = [newKey({ kid: 'first' }), newKey({ kid: 'second' })];

  it('uses the current keys, and does not renew them for a signature that they do not verify', async () => {
    const source = sourceOf([first.jwk], [second.jwk]);
    const { payload } = await verifyByKeySource(await signed(first.privateKey, { kid: 'first' }), source, EXPECTED);
    expect(payload).toEqual({ iss: 'me' });
    const forged = await signed(second.privateKey, { kid: 'first' });
    await expect(verifyByKeySource(forged, source, EXPECTED)).rejects.toThrow(errors.JWSSignatureVerificationFailed);
    expect(source.requests).toEqual(['current', 'current']);
  });

  it('renews the keys for a JWT whose key is not among them', async () => {
    const source = sourceOf([first.jwk], [first.jwk, second.jwk]);
    const jwt = await signed(second.privateKey, { kid: 'second' });
    await expect(verifyByKeySource(jwt, source, EXPECTED)).resolves.toMatchObject({ payload: { iss: 'me' } });
    expect(source.requests).toEqual(['current', 'renewed']);
    await expect(verifyByKeySource(jwt, fixedKeys([first.jwk]), EXPECTED)).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('tries several keys without a kid, and refuses a JWT that does not name one of many', async () => {
    const keys = Array.from({ length: 4 }, () => newKey());
    const jwt = await signed(keys[2]?.privateKey as KeyObject);
    const jwks = keys.map(({ jwk }) => jwk);
    await expect(verifyByKeySource(jwt, fixedKeys(jwks.slice(0, 3)), EXPECTED)).resolves.toBeDefined();
    await expect(verifyByKeySource(jwt, fixedKeys(jwks), EXPECTED)).rejects.toThrow(errors.JWKSMultipleMatchingKeys);
  });

  it('accepts a key without a kid for a JWT with one, and Ed25519 as a name of EdDSA', async () => {
    const unnamed = newKey();
    const named = await signed(unnamed.privateKey, { kid: 'any' });
    await expect(verifyByKeySource(named, fixedKeys([first.jwk, unnamed.jwk]), EXPECTED)).resolves.toBeDefined();
    const edwards = generateKeyPairSync('ed25519');
    const jwk = { ...edwards.publicKey.export({ format: 'jwk' }), alg: 'EdDSA' } as Jwk;
    const jwt = await signed(edwards.privateKey, { alg: 'Ed25519' });
    const expected = { ...EXPECTED, algorithms: ['EdDSA', 'Ed25519'] };
    await expect(verifyByKeySource(jwt, fixedKeys([jwk]), expected)).resolves.toBeDefined();
  });

  it('requests no keys for an algorithm that is not accepted', async () => {
    const source = sourceOf([first.jwk], [first.jwk]);
    const jwt = await signed(first.privateKey);
    const verifying = verifyByKeySource(jwt, source, { ...EXPECTED, algorithms: ['RS256'] });
    await expect(verifying).rejects.toThrow(errors.JOSEAlgNotAllowed);
    expect(source.requests).toEqual([]);
  });

  it('uses no key that the header contains', async () => {
    const jwt = await signed(second.privateKey, { jwk: second.jwk });
    const verifying = verifyByKeySource(jwt, fixedKeys([first.jwk]), EXPECTED);
    await expect(verifying).rejects.toThrow(errors.JWSSignatureVerificationFailed);
  });

  it('passes on what the source throws', async () => {
    const failing = { current: () => Promise.reject(new Error('no answer')), renewed: () => Promise.resolve([]) };
    await expect(verifyByKeySource(await signed(first.privateKey), failing, EXPECTED)).rejects.toThrow('no answer');
  });
});

describe('verifyByOneOf', () => {
  const { privateKey, jwk } = newKey();

  it('goes on after a key that cannot be read', async () => {
    const jwt = await signed(privateKey);
    const broken = { ...jwk, x: 'AQ' };
    await expect(verifyByOneOf(jwt, [broken, jwk], EXPECTED)).resolves.toMatchObject({ payload: { iss: 'me' } });
    await expect(verifyByOneOf(jwt, [broken], EXPECTED)).rejects.toThrow(errors.JWSSignatureVerificationFailed);
  });

  it('ends at a claim that is not as expected', async () => {
    const jwt = await signed(privateKey, {}, { iss: 'you' });
    await expect(verifyByOneOf(jwt, [jwk, newKey().jwk], EXPECTED)).rejects.toThrow(errors.JWTClaimValidationFailed);
  });
});
