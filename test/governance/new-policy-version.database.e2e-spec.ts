import { DataSource } from 'typeorm';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { READS_POLICY_VERSIONS, recordedStatements } from '../support/recorded-statements';
import { createTestApp, type Variables } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

describe('a new version of a policy', () => {
  let database: TestDatabase;
  let file: PolicyFile;
  let variables: Variables;
  let node: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    file = await policyFile({ a: { client_name: { max_length: 20 } }, b: { client_name: { max_length: 3 } } });
    variables = { POLICY_FILE: file.path, PROTECTED_REGISTRATION_POLICY: 'a' };
    node = await createTestApp(variables, database);
  });

  afterAll(async () => {
    await node.close();
    await database.drop();
  });

  it('holds on every node from the next request on, for registrations and for clients of the policy', async () => {
    const client = await node.register(aClient({ client_name: 'App of a partner' }));
    await file.write({ a: { client_name: { max_length: 10 } }, b: { client_name: { max_length: 3 } } });
    const other = await createTestApp({ ...variables, PROTECTED_REGISTRATION_POLICY: 'none' }, database);
    for (const server of [node, other]) {
      const { json } = await managing(server, client).patch({ contacts: ['a@b.example'] });
      expect(json['error_description']).toMatch(/^client_name must be a string of 10 .* by max_length of policy a@2;/);
    }
    expect((await node.postRegister(aClient({ client_name: 'App of a partner' }))).status).toBe(400);
    const free = await other.register(aClient({ client_name: 'App of a partner' }));
    expect((await managing(node, free).patch({ client_name: 'A longer name than ten' })).status).toBe(200);
    const rows = await node.app
      .get(DataSource)
      .query<unknown[]>(`SELECT policies FROM clients WHERE client_id = '${client.client_id}'`);
    expect(rows).toEqual([{ policies: '[{"name":"a","version":1}]' }]);
    await other.close();
  });

  it('costs requests one query that they share, and its content is read once', async () => {
    const register = (): Promise<unknown> => node.postRegister(aClient({ client_name: 'App' }));
    await register();
    const statements = await recordedStatements(async () => {
      await Promise.all(Array.from({ length: 16 }, register));
    });
    const about = statements.filter((text) => /polic(y|ies)/.test(text) && text.startsWith('SELECT'));
    expect(about.filter((text) => !text.includes('FROM clients'))).toEqual(
      about.filter((text) => READS_POLICY_VERSIONS.test(text)),
    );
    expect(about).not.toEqual([]);
  });
});
