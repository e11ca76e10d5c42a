import { ClientRepository } from '../../../src/clients/client.repository';
import type { NamedFinding } from '../../../src/features/doctor/doctor.service';
import { ReplicaReadsService } from '../../../src/platform/database/replica-reads.service';
import { aClient } from '../../support/a-client';
import { clientele } from '../../support/clientele';
import { managing } from '../../support/managing';
import { NetworkBetween } from '../../support/network-between';
import { expectRefusal } from '../../support/refusal';
import { type Standby, startStandby } from '../../support/standby';
import { stopTasks } from '../../support/stop-tasks';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { untilServed } from '../../support/until-served';

describe('a server with its reads that may lag', () => {
  let database: TestDatabase;
  let standby: Standby | undefined;
  let server: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    if (databaseKind === 'postgres') standby = await startStandby(database.url);
    const replicas = standby && { DATABASE_REPLICA_URLS: standby.at(database.url) };
    server = await createTestApp({ ...replicas }, database);
    await standby?.catchUp();
  });

  afterAll(async () => {
    await server.close();
    await standby?.close();
    await database.drop();
  });

  const listed = async (): Promise<string[]> => {
    const page = await server.app.get(ClientRepository).secretsAfter('', 100);
    return page.map(({ client_id }) => client_id);
  };

  /** What the doctor says about a replica. */
  const lagOf = async (replica: Standby): Promise<string | undefined> => {
    const variables = { DATABASE_REPLICA_URLS: replica.at(database.url) };
    const { stdout } = await clientele({ url: database.url, variables }, 'doctor', '--json');
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as NamedFinding);
    return findings.find(({ check }) => check === 'replicas')?.finding.replace(/^PostgreSQL /, '');
  };

  it('knows everything at once, however far its replica is behind', async () => {
    const before = await server.register(aClient());
    await standby?.catchUp();
    await standby?.pause();
    expect((await managing(server, before).remove()).status).toBe(204);
    const { client_id, client_secret, ...after } = await server.register(aClient());
    expect((await managing(server, { client_id, ...after }).read()).status).toBe(200);
    await server.accessToken({ client_id, client_secret });
    const form = { grant_type: 'client_credentials', client_id: before.client_id };
    expectRefusal(await server.token({ ...form, client_secret: before.client_secret }), 401, 'invalid_client');
    if (standby) expect(await listed()).toEqual(expect.arrayContaining([before.client_id]));
    if (standby) expect(await listed()).not.toContain(client_id);
    if (standby) expect(await lagOf(standby)).toMatch(/^\S+ is \d+ KiB behind; its newest transaction is \d+ s old$/);
    await standby?.catchUp();
    expect(await listed()).toContain(client_id);
    expect(await listed()).not.toContain(before.client_id);
  });

  /** A server whose connections lead to the standby, and whose address leads to the primary again: it was promoted. */
  const leftBehind = async (
    follower: Standby,
    { client_id }: RegisteredClient,
  ): Promise<readonly [NetworkBetween, TestServer]> => {
    const network = await NetworkBetween.to(new URL(database.url));
    const DATABASE_URL = Object.assign(new URL(database.url), { port: String(network.port) }).href;
    const node = await createTestApp({ DATABASE_URL }, database);
    await stopTasks(node);
    await node.registerToken();
    await follower.catchUp();
    network.leadTo(new URL(follower.at(database.url)));
    network.drop();
    const ask = () => node.token({ grant_type: 'client_credentials', client_id, client_secret: 'another' });
    expect((await untilServed(ask)).status).toBe(401);
    network.leadTo(new URL(database.url));
    return [network, node];
  };

  if (databaseKind === 'postgres') {
    it('is passed over by a server whose address names both and asks for one that takes writes', async () => {
      const both = new URL(database.url);
      const hosts = `${new URL(standby?.at(database.url) ?? '').host},${both.host}`;
      const DATABASE_URL = database.url.replace(both.host, hosts);
      const wanted = `${DATABASE_URL}?target_session_attrs=`;
      const node = await createTestApp({ DATABASE_URL: `${wanted}read-write` }, database);
      await node.register(aClient());
      expect((await node.get('/health/ready')).status).toBe(200);
      await node.close();
      await expect(createTestApp({ DATABASE_URL }, database)).rejects.toThrow(
        'must have target_session_attrs=read-write',
      );
      const alone = standby?.at(database.url) ?? '';
      await expect(
        createTestApp({ DATABASE_URL: `${alone}?target_session_attrs=read-write` }, database),
      ).rejects.toThrow('every host that answers is read-only');
    });

    const deleted = async (client: RegisteredClient): Promise<Readonly<Record<string, string>>> => {
      expect((await managing(server, client).remove()).status).toBe(204);
      const { client_id, client_secret } = client;
      return { grant_type: 'client_credentials', client_id, client_secret };
    };

    it('is left by what writes, for all requests, although connections to it survive', async () => {
      if (!standby) throw new Error('there is no standby');
      const client = await server.register(aClient());
      const [network, node] = await leftBehind(standby, client);
      await standby.pause();
      const form = await deleted(client);
      const Authorization = `Bearer ${await node.registerToken()}`;
      expect((await node.postRegister(aClient(), { Authorization, 'Idempotency-Key': 'once' })).status).toBe(201);
      expectRefusal(await node.token(form), 401, 'invalid_client');
      await standby.catchUp();
      await node.close();
      await network.close();
    });

    it('is seen to take no writes by the question whether the node is ready, and is left then', async () => {
      if (!standby) throw new Error('there is no standby');
      const client = await server.register(aClient());
      const [network, node] = await leftBehind(standby, client);
      await standby.pause();
      const form = await deleted(client);
      const { status, text } = await node.get('/health/ready');
      expect([status, text]).toEqual([503, expect.stringContaining('the database takes no writes')]);
      expectRefusal(await node.token(form), 401, 'invalid_client');
      expect((await node.get('/health/ready')).status).toBe(200);
      await standby.catchUp();
      await node.close();
      await network.close();
    });
  }

  it('does not depend on the replica', async () => {
    const { client_id } = await server.register(aClient());
    await standby?.close();
    expect(await listed()).toContain(client_id);
    const one = server.app.get(ReplicaReadsService).run((manager) => manager.query<unknown[]>('SELECT 1 AS one'));
    expect(await one).toEqual([{ one: 1 }]);
  });
});
