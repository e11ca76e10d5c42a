import { Client as Connection } from 'pg';
import { ClientRepository } from '../../../src/clients/client.repository';
import { ReplicaReadsService } from '../../../src/platform/database/replica-reads.service';
import { aClient } from '../../support/a-client';
import { ALL_BUT_DATE } from '../../support/all-but-date';
import { FLOWS, type Surroundings, surroundings } from '../../support/flows';
import { managing } from '../../support/managing';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import { databaseKind, emptyDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient, TestServer } from '../../support/test-server';

const HOUR_MS = 3_600_000;

if (databaseKind === 'sqlite')
  describe('DATABASE_REPLICA_URLS', () => {
    it('is refused with SQLite', async () => {
      await expect(createTestApp({ DATABASE_REPLICA_URLS: 'postgres://localhost/replica' })).rejects.toThrow(
        'DATABASE_REPLICA_URLS must not be set with SQLite',
      );
    });
  });
else
  /** The replica has clients that the primary never had, so a read of the replica is recognised. */
  describe('a replica that lags behind by everything', () => {
    let around: Surroundings;
    let primary: TestDatabase;
    let replica: TestDatabase;
    let server: TestServer;
    let stranger: RegisteredClient;
    let strangersToken: string;

    beforeAll(async () => {
      around = await surroundings();
      [primary, replica] = [await emptyDatabase(), await emptyDatabase()];
      const elsewhere = await createTestApp({}, replica);
      stranger = await elsewhere.register(aClient());
      const { client_id, client_secret } = stranger;
      strangersToken = await elsewhere.accessToken({ client_id, client_secret });
      await elsewhere.close();
      const DATABASE_REPLICA_URLS = `${replica.url} ${replica.url}`;
      server = await createTestApp({ ...around.variables, DATABASE_REPLICA_URLS }, primary);
    });

    afterAll(async () => {
      await server.close();
      await Promise.all([primary.drop(), replica.drop()]);
    });

    const onReplica = async <Row>(statement: string): Promise<Row[]> => {
      const connection = new Connection(replica.url);
      await connection.connect();
      const { rows } = await connection.query(statement);
      await connection.end();
      return rows as Row[];
    };
    const connections = (): Promise<object[]> =>
      onReplica("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'clientele'");
    const listed = async (): Promise<string[]> => {
      const page = await server.app.get(ClientRepository).secretsAfter('', 100);
      return page.map(({ client_id }) => client_id);
    };

    it.each(Object.entries(FLOWS))('is not asked for %s', async (_name, flow) => {
      await flow(server, around);
      expect(await connections()).toEqual([]);
    });

    it('is not asked about a client that it alone knows, nor for its keys', async () => {
      const { client_id, client_secret } = stranger;
      const form = { grant_type: 'client_credentials', client_id, client_secret };
      expectRefusal(await server.token(form), 401, 'invalid_client');
      expectRefusal(await managing(server, stranger).read(), 401, 'invalid_token');
      const Authorization = `Bearer ${strangersToken}`;
      expectRefusal(await server.postRegister(aClient(), { Authorization }), 401, 'invalid_token');
      const { text } = await server.get('/.well-known/jwks.json');
      for (const { kid } of await onReplica<{ kid: string }>('SELECT kid FROM signing_keys'))
        expect(text).not.toContain(kid);
      expect((await server.get('/health/ready')).status).toBe(200);
      expect(await connections()).toEqual([]);
    });

    it('is asked for what may lag, and the primary while it does not answer', async () => {
      const { client_id } = await server.register(aClient());
      expect(await listed()).toContain(stranger.client_id);
      await replica.drop();
      for (let time = 0; time < 4; time += 1) {
        const ids = await listed();
        expect(ids).toContain(client_id);
        expect(ids).not.toContain(stranger.client_id);
      }
    });

    it('is asked again some time after it failed', async () => {
      const asked = (): Promise<string> =>
        server.app.get(ReplicaReadsService).run(async (manager) => {
          const [row] = await manager.query<[{ name: string }]>('SELECT current_database() AS name');
          return row.name;
        });
      const [, name] = new URL(replica.url).pathname.split('/');
      const connection = new Connection(primary.url);
      await connection.connect();
      await connection.query(`CREATE DATABASE ${String(name)}`);
      await connection.end();
      expect(await asked()).not.toBe(name);
      jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + HOUR_MS });
      expect(await asked()).toBe(name);
      jest.useRealTimers();
    });

    it('is not needed while it answers with an error, such as that it has no tables', async () => {
      const { client_id } = await server.register(aClient());
      expect(await listed()).toContain(client_id);
    });
  });
