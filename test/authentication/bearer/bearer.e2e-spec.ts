import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { SigningKeysService } from '../../../src/signing-keys/signing-keys.service';
import { aClient } from '../../support/a-client';
import { head, rawHttp } from '../../support/raw-http';
import { challengeOf, challengesOf, expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import type { Answer, TestServer } from '../../support/test-server';

const ISSUER = 'http://localhost:3000';

describe('the bearer protection of POST /register', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const present = (authorization: string): Promise<Answer> =>
    server.postRegister(aClient(), { Authorization: authorization });

  /** Two or more Authorization headers, which fetch cannot send. */
  const presentLines = (...lines: readonly string[]): Promise<string> =>
    rawHttp(
      server.port,
      `${head('POST /register HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Length: 2', ...lines)}{}`,
    );

  /** A token that this server itself would sign, but for what is changed. */
  const forged = async (claims: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> => {
    const { kid, privateKey } = await server.app.get(SigningKeysService).signer('RS256');
    const now = Math.floor(Date.now() / 1000);
    const sound = { iss: ISSUER, aud: ISSUER, sub: 'registerClient', client_id: 'registerClient', scope: 'register' };
    return new SignJWT({ ...sound, iat: now, exp: now + 600, jti: 'forged', ...claims })
      .setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', kid, ...header })
      .sign(privateKey);
  };

  it('a token of the registrar passes, and so does one made like it', async () => {
    await expect(present(`Bearer ${await server.registerToken()}`)).resolves.toMatchObject({ status: 201 });
    await expect(present(`Bearer ${await forged()}`)).resolves.toMatchObject({ status: 201 });
  });

  it('requests at once are each judged by their own token', async () => {
    const good = `Bearer ${await server.registerToken()}`;
    const poor = `Bearer ${await forged({ scope: 'openid' })}`;
    const kinds = [
      { authorization: good, status: 201 },
      { authorization: 'Bearer nonsense', status: 401 },
      { authorization: poor, status: 403 },
      { authorization: 'Bearer', status: 400 },
    ];
    const wanted = Array.from({ length: 15 }, () => kinds).flat();
    const answers = await Promise.all(wanted.map(({ authorization }) => present(authorization)));
    expect(answers.map(({ status }) => status)).toEqual(wanted.map(({ status }) => status));
  });

  it('no credentials give a challenge that names the scope and no error', async () => {
    const answer = await server.postRegister(aClient(), {});
    expectRefusal(answer, 401, 'invalid_token');
    const challenge = challengeOf(answer);
    expect(challenge).toMatchObject({ scheme: 'Bearer', scope: 'register', realm: expect.any(String) });
    expect(challenge).not.toHaveProperty('error');
    expect(challenge).not.toHaveProperty('error_description');
  });

  it('an invalid token gives 401 with error="invalid_token"', async () => {
    const answer = await present('Bearer nonsense');
    expectRefusal(answer, 401, 'invalid_token');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'Bearer', error: 'invalid_token', scope: 'register' });
  });

  it.each([
    undefined,
    '',
    'openid',
    'registered',
    'register:x',
    'REGISTER',
    'Register',
    'xregister',
    'register\topenid',
  ])('the scope %j gives 403', async (scope) => {
    const answer = await present(`Bearer ${await forged({ scope })}`);
    expectRefusal(answer, 403, 'insufficient_scope');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'Bearer', error: 'insufficient_scope', scope: 'register' });
  });

  it.each([['register'], { register: true }, 5])('the scope %j is not a scope', async (scope) => {
    expectRefusal(await present(`Bearer ${await forged({ scope })}`), 403, 'insufficient_scope');
  });

  it('one scope among several is enough', async () => {
    await expect(present(`Bearer ${await forged({ scope: 'a register b' })}`)).resolves.toMatchObject({ status: 201 });
  });

  it.each(['bearer', 'BEARER', 'bEaReR'])('the scheme is %s', async (scheme) => {
    await expect(present(`${scheme} ${await server.registerToken()}`)).resolves.toMatchObject({ status: 201 });
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer  x',
    'Bearer a b',
    'Bearer a,b',
    'Bearer a, Bearer b',
    'Bearer,a',
    'Bearer\ta',
    'Bearer "a"',
    'Bearer =',
    'Bearer a=b',
  ])('the header %j gives 400 invalid_request with a challenge', async (authorization) => {
    const answer = await present(authorization);
    expectRefusal(answer, 400, 'invalid_request');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'Bearer', error: 'invalid_request', scope: 'register' });
  });

  it('two Authorization headers give 400, in either order', async () => {
    const good = `Authorization: Bearer ${await server.registerToken()}`;
    for (const lines of [
      [good, good],
      [good, 'Authorization: Bearer nonsense'],
      ['Authorization: Basic eDp5', good],
      [good, 'authorization: '],
    ]) {
      const answer = await presentLines(...lines);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"error":"invalid_request"');
    }
  });

  it('a token in the query is ignored', async () => {
    const token = await server.registerToken();
    const json = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(aClient());
    const alone = await server.send('POST', `/register?access_token=${token}`, json, body);
    expectRefusal(alone, 401, 'invalid_token');
    expect(challengeOf(alone)).not.toHaveProperty('error');
    const both = await server.send(
      'POST',
      '/register?access_token=nonsense',
      { ...json, Authorization: `Bearer ${token}` },
      body,
    );
    expect(both.status).toBe(201);
  });

  it('a token in the body is ignored', async () => {
    const token = await server.registerToken();
    expectRefusal(await server.postRegister(aClient({ access_token: token }), {}), 401, 'invalid_token');
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectRefusal(await server.send('POST', '/register', form, `access_token=${token}`), 401, 'invalid_token');
  });

  it.each([
    ...[
      'accesstoken',
      'Digest a="b", c="d"',
      'Digest username=a, realm=b',
      'Bearers a b',
      'Bearer-Token a',
      'Negotiate',
    ],
    ...['Token a b c', '"Bearer" a', ' , ', 'DPoPs a'],
  ])('%j names another scheme, or none: 401 with the challenges and no error', async (authorization) => {
    const answer = await present(authorization);
    expectRefusal(answer, 401, 'invalid_token');
    expect(challengesOf(answer).map(({ scheme, error }) => [scheme, error])).toEqual([
      ['Bearer', undefined],
      ['DPoP', undefined],
    ]);
  });

  it('Basic gives a Bearer challenge without error', async () => {
    const answer = await present(`Basic ${btoa('registerClient:password')}`);
    expectRefusal(answer, 401, 'invalid_token');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'Bearer', scope: 'register' });
    expect(challengeOf(answer)).not.toHaveProperty('error');
  });

  describe('tokens of another issuer or for another resource', () => {
    const now = (): number => Math.floor(Date.now() / 1000);
    const refused = async (token: string): Promise<void> => {
      const answer = await present(`Bearer ${token}`);
      expectRefusal(answer, 401, 'invalid_token');
      expect(challengeOf(answer)).toMatchObject({ scheme: 'Bearer', error: 'invalid_token' });
    };

    it('expired', async () => refused(await forged({ exp: now() - 1 })));
    it('not yet valid', async () => refused(await forged({ nbf: now() + 600 })));
    it('another issuer', async () => refused(await forged({ iss: 'https://evil.example' })));
    it('the issuer with a slash', async () => refused(await forged({ iss: `${ISSUER}/` })));
    it('another audience', async () => refused(await forged({ aud: 'https://api.example' })));
    it('the subject is not the client', async () => refused(await forged({ sub: 'someone' })));
    it('an unknown client', async () => refused(await forged({ sub: 'someone', client_id: 'someone' })));
    it.each(['JWT', 'dpop+jwt', 'id+jwt', undefined])('of type %s', async (typ) =>
      refused(await forged({}, { typ } as never)),
    );
    it.each(['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'])('without %s', async (claim) =>
      refused(await forged({ [claim]: undefined })),
    );
    it('an unknown kid', async () => refused(await forged({}, { kid: 'unknown' })));

    it('alg none, in any case', async () => {
      const [, payload = ''] = (await forged()).split('.');
      for (const alg of ['none', 'None', 'NONE'])
        await refused(`${Buffer.from(JSON.stringify({ typ: 'at+jwt', alg })).toString('base64url')}.${payload}.`);
    });

    it('a changed payload under an old signature', async () => {
      const [header = '', payload = '', signature = ''] = (await forged({ scope: 'openid' })).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'register' })).toString('base64url');
      await refused(`${header}.${changed}.${signature}`);
      await refused(`${header}.${payload}.`);
      await refused(`${header}.${payload}`);
    });

    it('RS256 made HS256 with the public key as the secret', async () => {
      const { keys } = await server.app.get(SigningKeysService).published();
      const jwk = keys.find(({ alg }) => alg === 'RS256') ?? {};
      const pem = await exportSPKI((await importJWK(jwk, 'RS256', { extractable: true })) as never);
      const [, payload = ''] = (await forged()).split('.');
      const header = Buffer.from(JSON.stringify({ typ: 'at+jwt', alg: 'HS256', kid: jwk.kid })).toString('base64url');
      for (const secret of [pem, pem.trim(), JSON.stringify(jwk)]) {
        const mac = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
        await refused(`${header}.${payload}.${mac}`);
      }
    });

    it('keys that the token brings along or points at, which are never fetched', async () => {
      let fetched = 0;
      const lure = createServer((_request, response) => {
        fetched += 1;
        response.end('{"keys":[]}');
      });
      await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/jwks`;
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      const jwk = await exportJWK(publicKey);
      const claims = { iss: ISSUER, aud: ISSUER, sub: 'registerClient', client_id: 'registerClient', jti: 'x' };
      const { kid } = await server.app.get(SigningKeysService).signer('RS256');
      for (const own of [{ jwk }, { jku: url }, { x5u: url }, { jwk, jku: url, x5u: url, kid }])
        await refused(
          await new SignJWT({ ...claims, scope: 'register' })
            .setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', ...own })
            .setIssuedAt()
            .setExpirationTime('10m')
            .sign(privateKey),
        );
      await new Promise((resolve) => lure.close(resolve));
      expect(fetched).toBe(0);
    });

    it('an unknown crit header', async () => {
      const [, payload = ''] = (await forged()).split('.');
      const header = { typ: 'at+jwt', alg: 'RS256', crit: ['x'], x: 1 };
      await refused(`${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.AAAA`);
    });
  });

  it('an ordinary client token gives 403, and a secret or management token 401', async () => {
    const client = await server.register(aClient());
    const { client_id, client_secret, registration_access_token } = client;
    const own = await server.accessToken({ client_id, client_secret });
    expectRefusal(await present(`Bearer ${own}`), 403, 'insufficient_scope');
    expectRefusal(await present(`Bearer ${registration_access_token}`), 401, 'invalid_token');
    expectRefusal(await present(`Bearer ${client_secret}`), 401, 'invalid_token');
  });

  it('the token of a client that is gone is refused at once', async () => {
    const client = await server.register(aClient());
    const token = await server.accessToken({ client_id: client.client_id, client_secret: client.client_secret });
    expectRefusal(await present(`Bearer ${token}`), 403, 'insufficient_scope');
    await server.app.get(TransactionsService).statement('DELETE FROM clients WHERE client_id = $1', [client.client_id]);
    expectRefusal(await present(`Bearer ${token}`), 401, 'invalid_token');
  });
});
