import {
  compactDecrypt,
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose';
import { aClient } from '../support/a-client';
import { aKeyPair } from '../support/key-pairs';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

describe('access tokens encrypted for their client', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it.each([
    ['RSA-OAEP', 'A128CBC-HS256', undefined],
    ['RSA-OAEP-256', 'A256GCM', undefined],
    ['ECDH-ES', 'A128GCM', 'P-256'],
    ['ECDH-ES+A256KW', 'A256CBC-HS512', 'P-384'],
    ['ECDH-ES+A128KW', 'A192GCM', 'X25519'],
  ])('by %s with %s', async (alg, enc, crv) => {
    const { publicKey, privateKey } = await aKeyPair(alg, crv);
    const jwk = { ...(await exportJWK(publicKey)), use: 'enc', kid: 'enc-1' };
    const client = await server.register(
      aClient({ jwks: { keys: [jwk] }, token_encrypted_response_alg: alg, token_encrypted_response_enc: enc }),
    );
    const { client_id, client_secret } = client;
    const token = await server.accessToken({ client_id, client_secret });
    expect(decodeProtectedHeader(token)).toMatchObject({ alg, enc, cty: 'JWT', kid: 'enc-1' });
    const { plaintext } = await compactDecrypt(token, privateKey);
    const keys = (await server.get('/.well-known/jwks.json')).json as unknown as JSONWebKeySet;
    const inner = Buffer.from(plaintext).toString();
    const { payload } = await jwtVerify(inner, createLocalJWKSet(keys), { typ: 'at+jwt' });
    expect(payload.sub).toBe(client_id);
    const form = new URLSearchParams({ client_id, client_secret, token: inner, accept: 'jwt' }).toString();
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await server.send('POST', '/introspect', type, form)).json['active']).toBe(true);
  });

  it('not by the default RSA1_5, and not without a key for it', async () => {
    const { publicKey } = await aKeyPair('RS256');
    const signing = { ...(await exportJWK(publicKey)), use: 'sig', kid: 'sig-1' };
    for (const own of [{}, { jwks: { keys: [signing] } }]) {
      const { client_id, client_secret, token_encrypted_response_alg } = await server.register(aClient(own));
      expect(token_encrypted_response_alg).toBe('RSA1_5');
      const token = await server.accessToken({ client_id, client_secret });
      expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    }
  });

  it.each([
    ['RSA-OAEP', 'RS256', { key_ops: ['unwrapKey'] }],
    ['ECDH-ES', 'ES256', { key_ops: ['deriveBits'] }],
    ['RSA-OAEP-256', 'RS256', { key_ops: ['of its own'], ext: 'yes' }],
  ])('by %s, for a key with any other members', async (alg, keyAlg, said) => {
    const { publicKey } = await aKeyPair(keyAlg);
    const jwk = { ...(await exportJWK(publicKey)), ...said, use: 'enc' };
    const { client_id, client_secret } = await server.register(
      aClient({ jwks: { keys: [jwk] }, token_encrypted_response_alg: alg }),
    );
    expect(decodeProtectedHeader(await server.accessToken({ client_id, client_secret }))).toMatchObject({ alg });
  });

  it.each(['token_encrypted_response_alg', 'introspection_encrypted_response_alg'])(
    'and no %s is registered that none of the encryption keys fits: the answers would go out in the clear',
    async (member) => {
      for (const [alg, crv] of [
        ['RSA-OAEP', 'P-256'],
        ['ECDH-ES', undefined],
      ]) {
        const { publicKey } = await aKeyPair(crv ? 'ECDH-ES' : 'RS256', crv);
        const jwk = { ...(await exportJWK(publicKey)), use: 'enc' };
        const answer = await server.postRegister(aClient({ jwks: { keys: [jwk] }, [member]: alg }));
        const { error_description } = expectRefusal(answer, 400, 'invalid_client_metadata');
        expect(error_description).toMatch(`jwks must hold an encryption key that fits ${alg}; `);
      }
    },
  );

  it('and introspection responses, encrypted for the caller', async () => {
    const { publicKey, privateKey } = await aKeyPair('ECDH-ES', 'P-256');
    const jwk = { ...(await exportJWK(publicKey)), use: 'enc', kid: 'enc-1' };
    const { client_id, client_secret } = await server.register(
      aClient({
        jwks: { keys: [jwk] },
        introspection_signed_response_alg: 'PS256',
        introspection_encrypted_response_alg: 'ECDH-ES',
      }),
    );
    const form = new URLSearchParams({ client_id, client_secret, token: 'x' }).toString();
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/token-introspection+jwt',
    };
    const { text } = await server.send('POST', '/introspect', headers, form);
    const { plaintext, protectedHeader } = await compactDecrypt(text, privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A128CBC-HS256', cty: 'JWT' });
    expect(decodeProtectedHeader(Buffer.from(plaintext).toString())).toMatchObject({
      alg: 'PS256',
      typ: 'token-introspection+jwt',
    });
  });
});
