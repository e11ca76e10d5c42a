import { exportJWK, generateSecret, SignJWT } from 'jose';
import { aProof, type ProofKey, type ProofOptions, relabelled } from './proofs';

/** Makes a proof that is right in everything but one thing. */
export type MakeDefective = (key: ProofKey, options: ProofOptions) => Promise<string>;

const ORIGIN = 'http://localhost:3000';

const claim =
  (name: string, value: unknown): MakeDefective =>
  (key, options) =>
    aProof(key, { ...options, claims: { ...options.claims, [name]: value } });

const clockAt =
  (name: string, seconds: number): MakeDefective =>
  (key, options) =>
    claim(name, Math.floor(Date.now() / 1000) + seconds)(key, options);

/** An address made of the path that would be right. */
const address =
  (before: string, after = ''): MakeDefective =>
  (key, options) =>
    claim('htu', `${before}${options.path ?? '/token'}${after}`)(key, options);

const header =
  (members: Readonly<Record<string, unknown>>): MakeDefective =>
  (key, options) =>
    aProof(key, { ...options, header: members });

const jwk =
  (change: (key: ProofKey) => unknown): MakeDefective =>
  (key, options) =>
    header({ jwk: change(key) })(key, options);

const text =
  (change: (proof: string) => string): MakeDefective =>
  async (key, options) =>
    change(await aProof(key, options));

/** Signed with a shared secret that stands in the header as its own key. */
const symmetric: MakeDefective = async (key, options) => {
  const secret = await generateSecret('HS256', { extractable: true });
  const [, payload = ''] = (await aProof(key, options)).split('.');
  return new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: await exportJWK(secret) })
    .sign(secret);
};

/** Every single defect of a proof that is right in all else (RFC 9449 section 4.3). */
export const PROOF_DEFECTS: readonly (readonly [name: string, make: MakeDefective])[] = [
  ['it is no JWT', text(() => 'nonsense')],
  ['it is empty parts', text(() => '..')],
  ['it is a JWE in form', text((proof) => `${proof}.a.b`)],
  ['it has no signature', text((proof) => proof.replace(/[^.]+$/, ''))],
  [
    'its signature is another',
    text((proof) => proof.replace(/.{8}$/, (end) => (end === 'AAAAAAAA' ? 'B' : 'A').repeat(8))),
  ],
  ['it is two, by a comma', text((proof) => `${proof}, ${proof}`)],
  ['typ is JWT', header({ typ: 'JWT' })],
  ['typ is at+jwt', header({ typ: 'at+jwt' })],
  ['typ is missing', header({ typ: undefined })],
  ['typ is no text', header({ typ: 5 })],
  ['alg is none', text((proof) => relabelled(proof, 'none'))],
  ['alg is HS256 with its own secret', symmetric],
  ['alg is another of the same family', text((proof) => relabelled(proof, 'ES384'))],
  ['alg is unknown', text((proof) => relabelled(proof, 'XX999'))],
  ['crit names an extension', header({ crit: ['x-extension'], 'x-extension': 1 })],
  ['jwk is missing', header({ jwk: undefined })],
  ['jwk is a text', header({ jwk: 'key' })],
  ['jwk is a list', header({ jwk: [] })],
  ['jwk is empty', header({ jwk: {} })],
  ['jwk is of an unknown type', header({ jwk: { kty: 'XX' } })],
  ['jwk is the private key', jwk(({ privateJwk }) => privateJwk)],
  ['jwk has a private member of another type', jwk((key) => ({ ...key.jwk, k: 'AAAA' }))],
  ['jwk is a point off the curve', jwk((key) => ({ ...key.jwk, y: key.jwk.x }))],
  ['htm is missing', claim('htm', undefined)],
  ['htm is another method', claim('htm', 'GET')],
  ['htm is in lower case', claim('htm', 'post')],
  ['htm is a list', claim('htm', ['POST'])],
  ['htu is missing', claim('htu', undefined)],
  ['htu is no text', claim('htu', 5)],
  ['htu is a path', address('')],
  ['htu is another path', address(ORIGIN, 's')],
  ['htu has a slash more', address(ORIGIN, '/')],
  ['htu is at another host', address('http://evil.example:3000')],
  ['htu is of another scheme', address('https://localhost:3000')],
  ['htu is at another port', address('http://localhost:3001')],
  ['htu has a user', address('http://me@localhost:3000')],
  ['htu has backslashes', address('http:\\\\localhost:3000')],
  ['htu has a line feed', address(ORIGIN, '\n')],
  ['iat is missing', claim('iat', undefined)],
  ['iat is a text', claim('iat', '1700000000')],
  ['iat is long ago', clockAt('iat', -95)],
  ['iat is negative', claim('iat', -1)],
  ['iat is far ahead', clockAt('iat', 120)],
  ['iat is without end', claim('iat', Number.MAX_VALUE)],
  ['iat is in milliseconds', clockAt('iat', Date.now())],
  ['iss is no text', claim('iss', 5)],
  ['aud is no text', claim('aud', [5])],
  ['exp is past', clockAt('exp', -95)],
  ['nbf is far ahead', clockAt('nbf', 120)],
  ['jti is missing', claim('jti', undefined)],
  ['jti is empty', claim('jti', '')],
  ['jti is no text', claim('jti', 5)],
];
