import * as oauth from 'oauth4webapi';
import { SIGNING_ALGS } from '../../../src/core/jose/algorithms';
import { aClient } from '../../support/a-client';
import { PROOF_DEFECTS } from '../../support/proof-defects';
import { aProof, aProofKey, type ProofKey } from '../../support/proofs';
import { head, rawHttp } from '../../support/raw-http';
import { challengeOf, challengesOf, expectRefusal } from '../../support/refusal';
import { rerouted } from '../../support/rerouted';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';

const ISSUER = 'http://localhost:3000';
const COMMON = {
  realm: ISSUER,
  scope: 'register',
  resource_metadata: `${ISSUER}/.well-known/oauth-protected-resource/register`,
};
const WAYS = [
  { scheme: 'Bearer', ...COMMON },
  { scheme: 'DPoP', ...COMMON, algs: SIGNING_ALGS.join(' ') },
];

describe('DPoP at a protected resource', () => {
  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let key: ProofKey;
  let token: string;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, other] = [await createTestApp({}, database), await createTestApp({}, database)];
    key = await aProofKey();
    token = await tokenFor(key);
  });

  afterAll(async () => {
    await server.close();
    await other.close();
    await database.drop();
  });

  const registrar = (): Record<string, string> => ({
    grant_type: 'client_credentials',
    client_id: server.environment.REGISTRAR_CLIENT_ID,
    client_secret: server.environment.REGISTRAR_CLIENT_SECRET,
  });
  const tokenFor = async (own: ProofKey): Promise<string> => {
    const { json } = await server.token(registrar(), { DPoP: await aProof(own) });
    return String(json['access_token']);
  };
  const options = (): { path: string; accessToken: string } => ({ path: '/register', accessToken: token });
  const present = (proof: string, at = server, authorization = `DPoP ${token}`): Promise<Answer> =>
    at.postRegister(aClient(), { Authorization: authorization, DPoP: proof });

  /** The status line and all else that a raw registration at a request target is answered. */
  const presentAt = (target: string, proof: string): Promise<string> => {
    const body = JSON.stringify(aClient());
    const lines = [`POST ${target} HTTP/1.1`, 'Host: x', 'Connection: close', 'Content-Type: application/json'];
    const own = [`Content-Length: ${body.length}`, `Authorization: DPoP ${token}`, `DPoP: ${proof}`];
    return rawHttp(server.port, head(...lines, ...own) + body);
  };

  it('a proof names the address of the route, however the request line spells it', async () => {
    await expect(presentAt('/%72egister', await aProof(key, options()))).resolves.toMatch(/^HTTP\/1\.1 201 /);
  });

  it('a bound token passes with a proof', async () => {
    const { status, headers } = await present(await aProof(key, options()));
    expect([status, headers.get('dpop-nonce')]).toEqual([201, null]);
  });

  it('passes where registrations are tried, with a proof for there', async () => {
    const proof = await aProof(key, { ...options(), path: '/register/validate' });
    const headers = { 'Content-Type': 'application/json', Authorization: `DPoP ${token}`, DPoP: proof };
    await expect(server.send('POST', '/register/validate', headers, JSON.stringify(aClient()))).resolves.toMatchObject({
      status: 200,
    });
    expectRefusal(
      await present(await aProof(key, { ...options(), path: '/register/validate' })),
      401,
      'invalid_dpop_proof',
    );
  });

  it('passes by a client library from end to end', async () => {
    const as = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` };
    const own: oauth.Client = { client_id: server.environment.REGISTRAR_CLIENT_ID };
    const DPoP = oauth.DPoP(own, await oauth.generateKeyPair('EdDSA'));
    const reroute = rerouted(server);
    const secret = oauth.ClientSecretPost(server.environment.REGISTRAR_CLIENT_SECRET);
    const granted = await oauth.clientCredentialsGrantRequest(as, own, secret, {}, { DPoP, ...reroute });
    const { access_token } = await oauth.processClientCredentialsResponse(as, own, granted);
    const { status } = await oauth.protectedResourceRequest(
      access_token,
      'POST',
      new URL(`${ISSUER}/register`),
      new Headers({ 'Content-Type': 'application/json' }),
      JSON.stringify(aClient()),
      { DPoP, ...reroute },
    );
    expect(status).toBe(201);
  });

  it.each(['dpop', 'DPOP', 'DpOp'])('the scheme is %s', async (scheme) => {
    const proof = await aProof(key, options());
    await expect(present(proof, server, `${scheme} ${token}`)).resolves.toMatchObject({ status: 201 });
  });

  it('a request without a token gets the challenges of both schemes, and no error', async () => {
    const answer = await server.postRegister(aClient(), {});
    expectRefusal(answer, 401, 'invalid_token');
    expect(challengesOf(answer)).toEqual(WAYS);
  });

  describe('a proof is refused when', () => {
    it.each(PROOF_DEFECTS)('%s', async (_, make) => {
      const answer = await present(await make(key, options()));
      expectRefusal(answer, 401, 'invalid_dpop_proof');
      expect(challengeOf(answer)).toMatchObject({ ...WAYS[1], error: 'invalid_dpop_proof' });
      expect(challengesOf(answer)[1]).toEqual(WAYS[0]);
    });

    it.each<[string, unknown]>([
      ['missing', undefined],
      ['empty', ''],
      ['no text', 5],
      ['that of another token', 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo'],
    ])('ath is %s', async (_, ath) => {
      const proof = await aProof(key, { ...options(), claims: { ath } });
      expectRefusal(await present(proof), 401, 'invalid_dpop_proof');
    });

    it('there is none', async () => {
      const answer = await server.postRegister(aClient(), { Authorization: `DPoP ${token}` });
      expectRefusal(answer, 401, 'invalid_dpop_proof');
    });

    it('it was made for the token endpoint', async () => {
      expectRefusal(await present(await aProof(key, { accessToken: token })), 401, 'invalid_dpop_proof');
    });

    it.each(['/register', '/%72egister', '/r%65gister', '/register#1', 'http://127.0.0.1/register'])(
      'it was used, and comes again at %s',
      async (target) => {
        const proof = await aProof(key, options());
        await expect(present(proof)).resolves.toMatchObject({ status: 201 });
        await expect(presentAt(target, proof)).resolves.toMatch(/^HTTP\/1\.1 40[01] /);
      },
    );

    it.each(['/%72egister', 'http://127.0.0.1/register', 'http://[/register'])(
      'it names no address, and comes to %s',
      async (target) => {
        for (const htu of ['nonsense', '', 'http://[', target]) {
          const proof = await aProof(key, { ...options(), claims: { htu } });
          await expect(presentAt(target, proof)).resolves.toMatch(/^HTTP\/1\.1 40[014] /);
        }
      },
    );

    it('it comes twice', async () => {
      const [one, two] = [await aProof(key, options()), await aProof(key, options())];
      const lines = ['POST /register HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Length: 2'];
      const proofs = [`Authorization: DPoP ${token}`, `DPoP: ${one}`, `DPoP: ${two}`];
      const answer = await rawHttp(server.port, `${head(...lines, ...proofs)}{}`);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer).toContain('error="invalid_dpop_proof"');
    });

    it('it was used, on whichever node', async () => {
      const proof = await aProof(key, options());
      await expect(present(proof, other)).resolves.toMatchObject({ status: 201 });
      expectRefusal(await present(proof), 401, 'invalid_dpop_proof');
      expectRefusal(await present(proof, other), 401, 'invalid_dpop_proof');
    });
  });

  describe('a bound token is refused', () => {
    it('as Bearer', async () => {
      const answer = await server.postRegister(aClient(), { Authorization: `Bearer ${token}` });
      expectRefusal(answer, 401, 'invalid_token');
      expect(challengesOf(answer)).toMatchObject([{ ...WAYS[0], error: 'invalid_token' }, WAYS[1]]);
      expect(challengesOf(answer)[1]).not.toHaveProperty('error');
    });

    it('as Bearer with a good proof', async () => {
      const answer = await present(await aProof(key, options()), server, `Bearer ${token}`);
      expectRefusal(answer, 401, 'invalid_token');
    });

    it('with the proof of another key', async () => {
      const answer = await present(await aProof(await aProofKey(), options()));
      expectRefusal(answer, 401, 'invalid_token');
      expect(challengeOf(answer)).toMatchObject({ scheme: 'DPoP', error: 'invalid_token' });
    });
  });

  it('a token that is bound to nothing is refused by the scheme DPoP', async () => {
    const unbound = await server.registerToken();
    const proof = await aProof(key, { path: '/register', accessToken: unbound });
    const answer = await present(proof, server, `DPoP ${unbound}`);
    expectRefusal(answer, 401, 'invalid_token');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'DPoP', error: 'invalid_token' });
  });

  it('a token that is none is refused by the scheme DPoP', async () => {
    const proof = await aProof(key, { path: '/register', accessToken: 'nonsense' });
    expectRefusal(await present(proof, server, 'DPoP nonsense'), 401, 'invalid_token');
  });

  it('a bound token without the scope gets insufficient_scope', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const grant = { grant_type: 'client_credentials', client_id, client_secret };
    const poor = String((await server.token(grant, { DPoP: await aProof(key) })).json['access_token']);
    const answer = await present(await aProof(key, { path: '/register', accessToken: poor }), server, `DPoP ${poor}`);
    expectRefusal(answer, 403, 'insufficient_scope');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'DPoP', error: 'insufficient_scope' });
  });

  it.each(['DPoP', 'DPoP ', 'DPoP  x', 'DPoP a b', 'DPoP a,b', 'DPoP x=y'])(
    '%j is malformed',
    async (authorization) => {
      const answer = await present(await aProof(key, options()), server, authorization);
      expectRefusal(answer, 400, 'invalid_request');
      expect(challengeOf(answer)).toMatchObject({ scheme: 'DPoP', error: 'invalid_request' });
    },
  );

  it('two Authorization headers of two schemes are refused', async () => {
    const lines = ['POST /register HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Length: 2'];
    const both = [`Authorization: DPoP ${token}`, `Authorization: Bearer ${await server.registerToken()}`];
    const proof = `DPoP: ${await aProof(key, options())}`;
    await expect(rawHttp(server.port, `${head(...lines, ...both, proof)}{}`)).resolves.toMatch(/^HTTP\/1\.1 400 /);
  });

  it('requests at once are each judged by their own scheme', async () => {
    const bearer = `Bearer ${await server.registerToken()}`;
    const kinds = [
      { authorization: bearer, status: 201 },
      { authorization: `DPoP ${token}`, status: 201 },
      { authorization: `Bearer ${token}`, status: 401 },
      { authorization: 'DPoP', status: 400 },
      { authorization: 'Bearer', status: 400 },
    ];
    const wanted = Array.from({ length: 8 }, () => kinds).flat();
    const answers = await Promise.all(
      wanted.map(async ({ authorization }) => present(await aProof(key, options()), server, authorization)),
    );
    expect(answers.map(({ status }) => status)).toEqual(wanted.map(({ status }) => status));
  });
});
