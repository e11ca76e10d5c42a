import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { SIGNING_ALGS } from '../../../src/core/jose/algorithms';
import { aClient } from '../../support/a-client';
import { PROOF_DEFECTS } from '../../support/proof-defects';
import { aProof, aProofKey, type ProofKey } from '../../support/proofs';
import { head, rawHttp } from '../../support/raw-http';
import { expectRefusal } from '../../support/refusal';
import { rerouted } from '../../support/rerouted';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const ISSUER = 'http://localhost:3000';

describe('DPoP at the token endpoint', () => {
  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let client: RegisteredClient;
  let bound: RegisteredClient;
  let key: ProofKey;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, other] = [await createTestApp({}, database), await createTestApp({}, database)];
    [client, bound] = [
      await server.register(aClient()),
      await server.register(aClient({ dpop_bound_access_tokens: true })),
    ];
    key = await aProofKey();
  });

  afterAll(async () => {
    await server.close();
    await other.close();
    await database.drop();
  });

  const form = ({ client_id, client_secret }: RegisteredClient): Record<string, string> => ({
    grant_type: 'client_credentials',
    client_id,
    client_secret,
  });
  const ask = (proof: string | undefined, at = server, by = client): Promise<Answer> =>
    at.token(form(by), proof === undefined ? {} : { DPoP: proof });
  const reroute = (url: string, options: object): Promise<Response> => fetch(server.at(url), options);

  describe('a good proof', () => {
    it('gives a token of type DPoP, bound to its key', async () => {
      const { status, json, headers } = await ask(await aProof(key));
      expect([status, json['token_type']]).toEqual([200, 'DPoP']);
      expect(decodeJwt(String(json['access_token']))).toMatchObject({ cnf: { jkt: key.jkt } });
      expect(headers.get('dpop-nonce')).toBeNull();
    });

    it.each(SIGNING_ALGS)('may be signed with %s', async (alg) => {
      const own = await aProofKey(alg);
      const { json } = await ask(await aProof(own));
      expect(decodeJwt(String(json['access_token']))).toMatchObject({ cnf: { jkt: own.jkt } });
    });

    it('is of a client library', async () => {
      const as = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` };
      const own: oauth.Client = { client_id: bound.client_id };
      const DPoP = oauth.DPoP(own, await oauth.generateKeyPair('ES256'));
      const response = await oauth.clientCredentialsGrantRequest(
        as,
        own,
        oauth.ClientSecretPost(bound.client_secret),
        {},
        { DPoP, ...rerouted(server) },
      );
      const tokens = await oauth.processClientCredentialsResponse(as, own, response);
      expect(tokens.token_type).toBe('dpop');
      expect(decodeJwt(tokens.access_token)).toMatchObject({ cnf: { jkt: await DPoP.calculateThumbprint() } });
    });

    it('is of another, which discovers the server', async () => {
      const config = await openid.discovery(
        new URL(ISSUER),
        bound.client_id,
        bound.client_secret,
        openid.ClientSecretBasic(bound.client_secret),
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the test speaks http to loopback
        { algorithm: 'oauth2', execute: [openid.allowInsecureRequests], [openid.customFetch]: reroute },
      );
      expect(config.serverMetadata().dpop_signing_alg_values_supported).toEqual(SIGNING_ALGS);
      const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('Ed25519'));
      const { token_type } = await openid.clientCredentialsGrant(config, {}, { DPoP });
      expect(token_type).toBe('dpop');
    });

    it.each([
      ['with a query and a fragment', `${ISSUER}/token?a=b#c`],
      ['with a host in capitals', 'HTTP://LOCALHOST:3000/token'],
      ['with dot segments', `${ISSUER}/a/../token`],
      ['with unreserved characters encoded', `${ISSUER}/%74oken`],
    ])('may name the address %s', async (_, htu) => {
      await expect(ask(await aProof(key, { claims: { htu } }))).resolves.toMatchObject({ status: 200 });
    });

    it.each([-85, 25])('may be %d seconds off', async (seconds) => {
      const iat = Math.floor(Date.now() / 1000) + seconds;
      await expect(ask(await aProof(key, { claims: { iat } }))).resolves.toMatchObject({ status: 200 });
    });

    it('may have a nonce that was not requested', async () => {
      const proof = await aProof(key, { claims: { nonce: 'unasked' } });
      await expect(ask(proof)).resolves.toMatchObject({ status: 200 });
    });
  });

  describe('a proof is refused when', () => {
    it.each(PROOF_DEFECTS)('%s', async (_, make) => {
      const { headers, ...answer } = await ask(await make(key, {}));
      expectRefusal({ headers, ...answer }, 400, 'invalid_dpop_proof');
      expect(headers.get('www-authenticate')).toBeNull();
    });

    it('it comes twice', async () => {
      const body = new URLSearchParams(form(client)).toString();
      const lines = [
        ...['POST /token HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Type: application/x-www-form-urlencoded'],
        ...[`Content-Length: ${body.length}`, `DPoP: ${await aProof(key)}`, `dpop: ${await aProof(key)}`],
      ];
      const answer = await rawHttp(server.port, head(...lines) + body);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"error":"invalid_dpop_proof"');
    });

    it('the Host header says what the proof says and the issuer does not', async () => {
      const body = new URLSearchParams(form(client)).toString();
      const proof = await aProof(key, { claims: { htu: 'http://evil.example/token' } });
      const lines = [
        ...['POST /token HTTP/1.1', 'Host: evil.example', 'Connection: close', `DPoP: ${proof}`],
        ...['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`],
      ];
      await expect(rawHttp(server.port, head(...lines) + body)).resolves.toContain('"error":"invalid_dpop_proof"');
    });

    it('the header is empty', async () => {
      expectRefusal(await ask(''), 400, 'invalid_dpop_proof');
    });
  });

  describe('a proof that was used', () => {
    it('is refused', async () => {
      const proof = await aProof(key);
      await expect(ask(proof)).resolves.toMatchObject({ status: 200 });
      expectRefusal(await ask(proof), 400, 'invalid_dpop_proof');
    });

    it('is refused by another node', async () => {
      const proof = await aProof(key);
      await expect(ask(proof)).resolves.toMatchObject({ status: 200 });
      expectRefusal(await ask(proof, other), 400, 'invalid_dpop_proof');
    });

    it('passes once when many come at once to two nodes', async () => {
      const proof = await aProof(key);
      const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(proof, n % 2 === 0 ? server : other)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('does not use up the jti for another key', async () => {
      const jti = randomUUID();
      await expect(ask(await aProof(key, { claims: { jti } }))).resolves.toMatchObject({ status: 200 });
      const own = await aProofKey();
      await expect(ask(await aProof(own, { claims: { jti } }))).resolves.toMatchObject({ status: 200 });
    });

    it('is not used up by a caller that does not authenticate', async () => {
      const proof = await aProof(key);
      const answer = await server.token({ ...form(client), client_secret: 'wrong' }, { DPoP: proof });
      expectRefusal(answer, 401, 'invalid_client');
      await expect(ask(proof)).resolves.toMatchObject({ status: 200 });
    });
  });

  describe('a client that registered dpop_bound_access_tokens', () => {
    it('needs a proof', async () => {
      expectRefusal(await ask(undefined, server, bound), 400, 'invalid_dpop_proof');
    });

    it('gets a bound token with one', async () => {
      await expect(ask(await aProof(key), server, bound)).resolves.toMatchObject({
        status: 200,
        json: { token_type: 'DPoP' },
      });
    });
  });

  it('a client without a proof gets a token of type Bearer that is bound to nothing', async () => {
    const { json } = await ask(undefined);
    expect(json['token_type']).toBe('Bearer');
    expect(decodeJwt(String(json['access_token']))).not.toHaveProperty('cnf');
  });

  it('introspection returns the type and the key', async () => {
    const { json } = await ask(await aProof(key));
    const { client_id, client_secret } = client;
    const body = new URLSearchParams({ client_id, client_secret, token: String(json['access_token']) }).toString();
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await expect(server.send('POST', '/introspect', type, body)).resolves.toMatchObject({
      json: { active: true, token_type: 'DPoP', cnf: { jkt: key.jkt } },
    });
  });
});
