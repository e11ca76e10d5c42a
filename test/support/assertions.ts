import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK, SignJWT } from 'jose';
import { aKeyPair, type KeyPair } from './key-pairs';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key pair of a client, with the public part as it registers it. */
export interface ClientKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK & { kty: string };
}

/** A new key; `kid` is random by default. */
export const aKey = async (alg = 'ES256', own: Partial<JWK> = {}): Promise<ClientKey> =>
  keyOf(alg, await generateKeyPair(alg, { extractable: true }), own);

/** A key for a test of its algorithm: RSA keys may be the same. See {@link aKeyPair}. */
export const aKeyFor = async (alg: string, own: Partial<JWK> = {}): Promise<ClientKey> =>
  keyOf(alg, await aKeyPair(alg), own);

const keyOf = async (alg: string, { publicKey, privateKey }: KeyPair, own: Partial<JWK>): Promise<ClientKey> => {
  const jwk = await exportJWK(publicKey);
  return { alg, privateKey, publicJwk: { kty: '', ...jwk, kid: randomUUID(), use: 'sig', ...own } };
};

/** What an assertion says beside the usual. */
export interface AssertionOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
}

/** An assertion of a client that is valid except for the given changes; `undefined` leaves a claim out. */
export const anAssertion = (
  client_id: string,
  alg: string,
  key: CryptoKey | Uint8Array,
  { claims = {}, header = {}, issuer = 'http://localhost:3000' }: AssertionOptions = {},
): Promise<string> => {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: client_id, sub: client_id, aud: issuer, iat: now, exp: now + 60, jti: randomUUID() };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg, ...header })
    .sign(key, { crit: { 'x-extension': true } });
};

/** The parameters by which a client authenticates with an assertion, at any endpoint. */
export const assertionParameters = (client_assertion: string): Record<string, string> => ({
  client_assertion_type: ASSERTION_TYPE,
  client_assertion,
});

/** The form of a token request with an assertion. */
export const assertionForm = (client_assertion: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  ...assertionParameters(client_assertion),
});
