import { ClientRepository } from '../../../src/clients/client.repository';
import type { NamedFinding } from '../../../src/features/doctor/doctor.service';
import { ReplicaReadsService } from '../../../src/platform/database/replica-reads.service';
import { aClient } from '../../support/a-client';
import { clientele } from '../../support/clientele';
import { managing } from '../../support/managing';
import { expectRefusal } from '../../support/refusal';
import { type Standby, startStandby } from '../../support/standby';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

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

  it('does not depend on the replica', async () => {
    const { client_id } = await server.register(aClient());
    await standby?.close();
    expect(await listed()).toContain(client_id);
    const one = server.app.get(ReplicaReadsService).run((manager) => manager.query<unknown[]>('SELECT 1 AS one'));
    expect(await one).toEqual([{ one: 1 }]);
  });
});
