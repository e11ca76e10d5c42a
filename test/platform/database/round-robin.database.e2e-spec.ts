import { FLOWS, type Surroundings, surroundings } from '../../support/flows';
import { roundRobin } from '../../support/round-robin';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

describe('two nodes behind a load balancer that sends each request to the other one', () => {
  let around: Surroundings;
  let database: TestDatabase;
  let nodes: [TestServer, TestServer];

  beforeAll(async () => {
    around = await surroundings();
    database = await preparedDatabase();
    nodes = [await createTestApp(around.variables, database), await createTestApp(around.variables, database)];
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  describe.each([0, 1])('beginning with node %i', (from) => {
    it.each(Object.entries(FLOWS))('%s', async (_name, flow) => {
      await flow(roundRobin(nodes, from), around);
    });
  });

  it('publish the same documents', async () => {
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server', '/openapi.json']) {
      const [one, other] = await Promise.all(nodes.map((node) => node.get(path)));
      expect(one?.text).toBe(other?.text);
      expect(one?.headers.get('etag')).toBe(other?.headers.get('etag'));
    }
  });
});
