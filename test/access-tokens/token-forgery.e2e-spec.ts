import { createPublicKey, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { SigningKeysService } from '../../src/signing-keys/signing-keys.service';
import { aClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const ISSUER = 'http://localhost:3000';

describe('tokens that this server did not issue so', () => {
  let server: TestServer;
  let outsider: Server;
  let outboundRequests = 0;

  beforeAll(async () => {
    server = await createTestApp();
    outsider = createServer((_request, response) => {
      outboundRequests += 1;
      response.end();
    });
    await once(outsider.listen(0, '127.0.0.1'), 'listening');
  });

  afterAll(async () => {
    await server.close();
    outsider.close();
  });

  const now = (): number => Math.floor(Date.now() / 1000);
  const claims = (own: Record<string, unknown> = {}): Record<string, unknown> => ({
    iss: ISSUER,
    aud: ISSUER,
    sub: 'registerClient',
    client_id: 'registerClient',
    scope: 'register',
    iat: now(),
    exp: now() + 60,
    jti: randomUUID(),
    ...own,
  });
  const ownKey = (alg: 'RS256' | 'ES256' = 'RS256'): ReturnType<SigningKeysService['signer']> =>
    server.app.get(SigningKeysService).signer(alg);
  /** Signed with the real key of this server. */
  const signed = async (
    own: Record<string, unknown> = {},
    header: Partial<JWTHeaderParameters> = {},
  ): Promise<string> => {
    const { kid, privateKey } = await ownKey();
    return new SignJWT(claims(own))
      .setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', kid, ...header })
      .sign(privateKey);
  };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const register = (token: string): Promise<Answer> =>
    server.postRegister(aClient(), { Authorization: `Bearer ${token}` });
  const expectRefused = async (token: string): Promise<void> => {
    const { status, json, headers } = await register(token);
    expect([status, json['error']]).toEqual([401, 'invalid_token']);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  };

  it('takes what the same test signs correctly', async () => {
    expect((await register(await signed())).status).toBe(201);
  });

  it.each([
    ['expired', { exp: 1 }],
    ['not valid yet (nbf in the future)', { nbf: Math.floor(Date.now() / 1000) + 3600 }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of the issuer with a slash', { iss: `${ISSUER}/` }],
    ['for another audience', { aud: 'https://api.example' }],
    ['for an audience that begins like this one', { aud: `${ISSUER}.evil.example` }],
    ['of another subject than its client', { sub: 'somebody' }],
    ['of an unknown client', { sub: 'nobody', client_id: 'nobody' }],
    ['without exp', { exp: undefined }],
    ['without jti', { jti: undefined }],
    ['without aud', { aud: undefined }],
    ['without client_id', { client_id: undefined }],
    ['with jti as a number', { jti: 5 }],
    ['with iat as a text', { iat: 'now' }],
    ['with a number in aud', { aud: [ISSUER, 5] }],
    ['with cnf as null', { cnf: null }],
    ['with cnf as a text', { cnf: 'key' }],
    ['with a key of no value in cnf', { cnf: { jkt: null } }],
    ['with exp as a text', { exp: '99999999999' }],
  ])('%s', async (_what, own) => {
    await expectRefused(await signed(own));
  });

  it.each([['JWT'], ['at+jws'], ['token-introspection+jwt'], [undefined]])('of the type %p', async (typ) => {
    await expectRefused(await signed({}, { typ } as Partial<JWTHeaderParameters>));
  });

  it.each(['none', 'None', 'NONE'])('unsigned: alg %s', async (alg) => {
    const { kid } = await ownKey();
    await expectRefused(`${part({ typ: 'at+jwt', alg, kid })}.${part(claims())}.`);
  });

  it.each(['PEM', 'JWK'])('RS256 to HS256 confusion with the public key as %s', async (form) => {
    const { kid, privateKey } = await ownKey();
    const publicKey = createPublicKey(privateKey);
    const secret = form === 'PEM' ? await exportSPKI(publicKey) : JSON.stringify(await exportJWK(publicKey));
    const input = `${part({ typ: 'at+jwt', alg: 'HS256', kid })}.${part(claims())}`;
    await expectRefused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
  });

  it('by another algorithm than the key is for', async () => {
    const { kid } = await ownKey('ES256');
    await expectRefused(await signed({}, { kid }));
    const { kid: rsa } = await ownKey();
    const { privateKey } = await ownKey('ES256');
    await expectRefused(
      await new SignJWT(claims()).setProtectedHeader({ typ: 'at+jwt', alg: 'ES256', kid: rsa }).sign(privateKey),
    );
  });

  it.each([
    ['unknown', randomUUID()],
    ['absent', undefined],
  ])('with a kid that is %s', async (_what, kid) => {
    await expectRefused(await signed({}, { kid } as Partial<JWTHeaderParameters>));
  });

  it('signed by the key that the header brings or points at', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    const sign = (header: object): Promise<string> =>
      new SignJWT(claims()).setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', ...header }).sign(privateKey);
    const { kid: ours } = await ownKey();
    const attacker = `http://127.0.0.1:${(outsider.address() as AddressInfo).port}`;
    for (const header of [
      { kid, jwk },
      { kid: ours, jwk },
      { kid, jku: `${attacker}/keys.json` },
      { kid: ours, jku: `${attacker}/keys.json` },
      { kid, x5u: `${attacker}/cert.pem` },
      { kid, x5c: ['AAAA'] },
    ])
      await expectRefused(await sign(header));
    expect(outboundRequests).toBe(0);
  });

  it('changed, cut or padded', async () => {
    const token = await signed();
    const [header = '', , signature = ''] = token.split('.');
    await expectRefused(`${header}.${part(claims({ scope: 'register admin' }))}.${signature}`);
    await expectRefused(`${header}.${part(claims())}`);
    await expectRefused(`${token}.x.y`);
    await expectRefused(`${token}A`);
    await expectRefused('a.b.c');
  });
});
