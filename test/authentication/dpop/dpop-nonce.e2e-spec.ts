import * as oauth from 'oauth4webapi';
import { DpopNoncesService } from '../../../src/authentication/dpop/dpop-nonces.service';
import { aClient } from '../../support/a-client';
import { aProof, aProofKey, type ProofKey } from '../../support/proofs';
import { challengeOf, expectRefusal } from '../../support/refusal';
import { rerouted } from '../../support/rerouted';
import { createTestApp } from '../../support/test-app';
import { migratedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';

const ISSUER = 'http://localhost:3000';
/** `nonce` of RFC 9449 section 8.1. */
const NONCE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const STEP_MS = 120_000;

const key = (name: number): string => `${name}:${Buffer.alloc(32, name).toString('base64')}`;

describe('DPoP with nonces of the server', () => {
  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let proofKey: ProofKey;

  beforeAll(async () => {
    database = await migratedDatabase();
    const variables = { DPOP_NONCE: 'required', SECRET_KEYS: `${key(2)},${key(1)}` };
    [server, other] = [await createTestApp(variables, database), await createTestApp(variables, database)];
    proofKey = await aProofKey();
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
  const ask = async (nonce: unknown, at = server): Promise<Answer> =>
    at.token(registrar(), { DPoP: await aProof(proofKey, { claims: { nonce } }) });
  const present = async (nonce: unknown, accessToken: string): Promise<Answer> =>
    server.postRegister(aClient(), {
      Authorization: `DPoP ${accessToken}`,
      DPoP: await aProof(proofKey, { path: '/register', accessToken, claims: { nonce } }),
    });
  const nonceOf = ({ headers }: Answer): string => {
    const nonce = headers.get('dpop-nonce') ?? '';
    expect(nonce).toMatch(NONCE);
    expect(nonce).not.toContain(',');
    return nonce;
  };

  it.each<[string, unknown]>([
    ['without a nonce', undefined],
    ['with one of its own', 'nonce'],
    ['with an empty one', ''],
    ['with a number', 5],
    ['with a list', ['nonce']],
    ['with one of a key that is not there', `9.${'A'.repeat(43)}`],
    ['with one of a key that is there', `2.${'A'.repeat(43)}`],
  ])('a proof %s gets use_dpop_nonce and a nonce', async (_, nonce) => {
    const answer = await ask(nonce);
    expectRefusal(answer, 400, 'use_dpop_nonce');
    await expect(ask(nonceOf(answer))).resolves.toMatchObject({ status: 200, json: { token_type: 'DPoP' } });
  });

  it('the nonce of one node is good on the other', async () => {
    await expect(ask(nonceOf(await ask(undefined)), other)).resolves.toMatchObject({ status: 200 });
  });

  it('a good answer brings the next nonce', async () => {
    const granted = await ask(nonceOf(await ask(undefined)));
    await expect(ask(nonceOf(granted))).resolves.toMatchObject({ status: 200 });
  });

  it('a request without a proof is asked for no nonce', async () => {
    const { status, headers } = await server.token(registrar());
    expect([status, headers.get('dpop-nonce')]).toEqual([200, null]);
  });

  it('a nonce is good in its step and the next, whichever key made it, and no longer', () => {
    const [nonces, others] = [server.app.get(DpopNoncesService), other.app.get(DpopNoncesService)];
    const now = 1_800_000_000_000;
    const nonce = nonces.fresh(now);
    const steps = [-2, -1, 0, 1, 2].map((step) => others.accepts(nonce, now + step * STEP_MS));
    expect(steps).toEqual([false, true, true, true, false]);
    expect(nonces.fresh(now + STEP_MS)).not.toBe(nonce);
  });

  it('a nonce of the key before is good while that key is known', async () => {
    const old = await createTestApp({ DPOP_NONCE: 'required', SECRET_KEYS: key(1) });
    const now = Date.now();
    const nonce = old.app.get(DpopNoncesService).fresh(now);
    expect(server.app.get(DpopNoncesService).accepts(nonce, now)).toBe(true);
    expect(old.app.get(DpopNoncesService).accepts(server.app.get(DpopNoncesService).fresh(now), now)).toBe(false);
    await old.close();
  });

  it('a resource asks for one by its challenge, and brings the next', async () => {
    const granted = await ask(nonceOf(await ask(undefined)));
    const accessToken = String(granted.json['access_token']);
    const answer = await present(undefined, accessToken);
    expectRefusal(answer, 401, 'use_dpop_nonce');
    expect(challengeOf(answer)).toMatchObject({ scheme: 'DPoP', error: 'use_dpop_nonce', algs: expect.any(String) });
    const created = await present(nonceOf(answer), accessToken);
    expect(created.status).toBe(201);
    await expect(present(nonceOf(created), accessToken)).resolves.toMatchObject({ status: 201 });
  });

  it('a client library obtains a token and registers', async () => {
    const as = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` };
    const own: oauth.Client = { client_id: server.environment.REGISTRAR_CLIENT_ID };
    const DPoP = oauth.DPoP(own, await oauth.generateKeyPair('ES256'));
    const statuses: number[] = [];
    const reroute = rerouted(server, (status) => statuses.push(status));
    const grant = async (): Promise<string> => {
      const secret = oauth.ClientSecretPost(server.environment.REGISTRAR_CLIENT_SECRET);
      const response = await oauth.clientCredentialsGrantRequest(as, own, secret, {}, { DPoP, ...reroute });
      return (await oauth.processClientCredentialsResponse(as, own, response)).access_token;
    };
    const register = (accessToken: string): Promise<Response> =>
      oauth.protectedResourceRequest(
        accessToken,
        'POST',
        new URL(`${ISSUER}/register`),
        new Headers({ 'Content-Type': 'application/json' }),
        JSON.stringify(aClient()),
        { DPoP, ...reroute },
      );
    const refused = await grant().catch((error: unknown) => error);
    expect(oauth.isDPoPNonceError(refused)).toBe(true);
    await register(await grant());
    expect(statuses).toEqual([400, 200, 201]);
  });
});
