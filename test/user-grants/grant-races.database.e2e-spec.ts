import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import { contextOf } from '../support/context-of';
import { aClientOfPeople, authorize, redeem, refresh, tokensOf, VERIFIER } from '../support/grants';
import { holdWrites } from '../support/held-writes';
import { managing } from '../support/managing';
import { SECRET_KEYS } from '../support/secret-keys';
import { startProcess, type ServerProcess } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const ROUNDS = 8;

describe('what happens to a grant at the same time, on two nodes', () => {
  let database: TestDatabase;
  let server: TestServer;
  let node: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, node] = [await createTestApp(WITH_SIGN_IN, database), await createTestApp(WITH_SIGN_IN, database)];
    client = await server.register(aClientOfPeople());
  });

  afterAll(async () => {
    await server.close();
    await node.close();
    await database.drop();
  });

  const revoke = (at: TestServer, grant_id: string): Promise<boolean> =>
    at.app.get(UserGrantsService).revoke(contextOf(at), grant_id, 'user');

  it('a revocation and a refresh: whichever comes first, no token of the grant is valid afterwards', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { refresh_token, grant_id } = await tokensOf(server, client);
      const both = [() => revoke(server, grant_id), () => refresh(node, client, refresh_token)];
      const [first, second] = round % 2 === 0 ? both : both.reverse();
      await Promise.all([first?.(), second?.()]);
      const answer = await refresh(server, client, refresh_token);
      expect([answer.status, answer.json['error']]).toEqual([400, 'invalid_grant']);
      expect(await node.app.get(UserGrantsService).isAlive(grant_id)).toBe(false);
    }
  });

  it('a revocation and a redemption: the same', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { code, grant_id } = await authorize(server, client);
      const [answer] = await Promise.all([redeem(node, client, code), revoke(server, grant_id)]);
      const token = String(answer.json['refresh_token']);
      expect((await refresh(server, client, answer.status === 200 ? token : 'x')).json['error']).toBe('invalid_grant');
    }
  });

  it('the deletion of the client and a redemption: no token is valid afterwards', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const brief = await server.register(aClientOfPeople({ client_name: `Brief ${round}` }));
      const { code, grant_id } = await authorize(server, brief);
      const [{ status }] = await Promise.all([redeem(node, brief, code), managing(server, brief).remove()]);
      expect([200, 400, 401]).toContain(status);
      expect(await node.app.get(UserGrantsService).isAlive(grant_id)).toBe(false);
      expect((await redeem(server, brief, code)).json['error']).toBe('invalid_client');
    }
  });

  describe('when a node is killed', () => {
    const start = async (): Promise<ServerProcess> => {
      const process = await startProcess({
        DATABASE_URL: database.url,
        SECRET_KEYS,
        LOG_LEVEL: 'info',
        REGISTRAR_CLIENT_SECRET: server.environment.REGISTRAR_CLIENT_SECRET,
        ...WITH_SIGN_IN,
      });
      await process.hasWritten('Clientele listens on');
      return process;
    };
    /** Sends a request to a process that is killed in the middle of its commit. */
    const killedIn = async (table: string, key: string, id: string, parameters: object): Promise<void> => {
      const process = await start();
      const held = await holdWrites(database, { table, key, id });
      const body = new URLSearchParams(parameters as Record<string, string>);
      const answer = fetch(`${process.url}/token`, { method: 'POST', body }).catch(() => undefined);
      await held.untilReached();
      process.signal('SIGKILL');
      expect(await answer).toBeUndefined();
      await process.ended;
      await held.close();
    };

    it('in a refresh, the presented token is unused, or its response is repeated: there is one successor', async () => {
      const { refresh_token, grant_id } = await tokensOf(server, client);
      const { client_id } = client;
      await killedIn('user_grants', 'id', grant_id, { grant_type: 'refresh_token', client_id, refresh_token });
      const [one, other] = [await refresh(server, client, refresh_token), await refresh(node, client, refresh_token)];
      expect([one.status, other.status]).toEqual([200, 200]);
      expect(other.json['refresh_token']).toBe(one.json['refresh_token']);
      expect((await refresh(server, client, String(one.json['refresh_token']))).status).toBe(200);
    });

    it('in a redemption, the code is unused, or used up: it is redeemed once at most', async () => {
      const { code, grant_id } = await authorize(server, client);
      const own = { grant_type: 'authorization_code', client_id: client.client_id, code };
      await killedIn('user_grants', 'id', grant_id, { ...own, code_verifier: VERIFIER });
      const { status } = await redeem(server, client, code);
      // PostgreSQL may have committed what its client did not live to hear of.
      expect(databaseKind === 'sqlite' ? [200] : [200, 400]).toContain(status);
      expect((await redeem(node, client, code)).status).toBe(400);
    });
  });
});
