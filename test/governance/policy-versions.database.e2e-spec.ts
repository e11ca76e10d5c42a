import { DataSource } from 'typeorm';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { eventsOfType } from '../support/logged-events';
import { policyFile } from '../support/policy-files';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const named = (max_length: number): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  client_name: { max_length },
});

describe('versions of policies', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await preparedDatabase();
  });

  afterEach(() => database.drop());

  const versionsIn = async (server: TestServer): Promise<string[]> => {
    const rows = await server.app
      .get(DataSource)
      .query<{ name: string; version: number }[]>('SELECT name, version FROM policy_versions ORDER BY name, version');
    return rows.map(({ name, version }) => `${name}@${version}`);
  };
  const startWith = async (path: string): Promise<string[]> => {
    const server = await createTestApp({ POLICY_FILE: path }, database);
    const versions = await versionsIn(server);
    await server.close();
    return versions;
  };

  it('are added for policies whose content differs, and for no others', async () => {
    const file = await policyFile({ a: { ...named(3), scope: { default: 'openid' } }, b: named(3) });
    expect(await startWith(file.path)).toEqual(['a@1', 'b@1']);
    expect(await startWith(file.path)).toEqual(['a@1', 'b@1']);
    const server = await createTestApp({ POLICY_FILE: file.path }, database);
    const versions = async (): Promise<string[]> => {
      await server.app.get(PolicyFileService).reload();
      return versionsIn(server);
    };
    await file.write({ b: named(3), a: { scope: { default: 'openid' }, ...named(3) } });
    expect(await versions()).toEqual(['a@1', 'b@1']);
    await file.write({ a: named(4), c: named(3) });
    expect(await versions()).toEqual(['a@1', 'a@2', 'b@1', 'c@1']);
    await file.write({ a: { ...named(3), scope: { default: 'openid' } } });
    expect(await versions()).toEqual(['a@1', 'a@2', 'a@3', 'b@1', 'c@1']);
    await file.write({ a: named(3), b: named(3) }, { a: { max_clients: 3 } });
    expect(await versions()).toEqual(['a@1', 'a@2', 'a@3', 'a@4', 'b@1', 'c@1']);
    await file.write({ a: named(3) }, { a: { max_clients: 3 } });
    expect(await versions()).toEqual(['a@1', 'a@2', 'a@3', 'a@4', 'b@1', 'c@1']);
    await file.write({ a: named(3) }, { a: { max_clients: 4 } });
    expect(await versions()).toEqual(['a@1', 'a@2', 'a@3', 'a@4', 'a@5', 'b@1', 'c@1']);
    await server.close();
  });

  it('are added for the whole document or not at all; the start names all faults', async () => {
    const file = await policyFile(
      'policies:\n  a: {}\n  b:\n    metadata_policy: {scope: {subset_off: [x]}}\n  C: {}\n',
    );
    const start = createTestApp({ POLICY_FILE: file.path }, database);
    await expect(start).rejects.toThrow(
      new RegExp(
        `^${file.path}:4: policies\\.b\\.metadata_policy\\.scope\\.subset_off must .*\n${file.path}:5: policies\\.C must be a name`,
      ),
    );
    const server = await createTestApp({}, database);
    expect(await versionsIn(server)).toEqual([]);
    await server.close();
  });

  it('are not added for a policy that contradicts the environment; the start names both operators', async () => {
    const file = await policyFile({
      a: { grant_types: { add: ['implicit'] } },
      b: { token_endpoint_auth_method: { one_of: ['none'] } },
      c: { scope: { subset_of: ['write'] } },
      d: { token_endpoint_auth_method: { default: 'none' } },
    });
    const start = createTestApp(
      { POLICY_FILE: file.path, AUTH_METHODS: 'client_secret_post', SCOPES: 'openid' },
      database,
    );
    const error = (await start.catch((thrown: unknown) => thrown)) as Error;
    const path = (rest: string): string => `${file.path}:1: policies.${rest}`;
    expect(error.message.split('\n')).toEqual([
      path(
        'a.metadata_policy.grant_types.subset_of must be a superset of add (subset_of of the environment, add of a); change one of the two, or leave it out',
      ),
      path(
        'b.metadata_policy.token_endpoint_auth_method.one_of must have a value in common (one_of of b, one_of of the environment); name a value that the other names too',
      ),
      path(
        'c.metadata_policy.scope.subset_of must have a value in common (subset_of of the environment, subset_of of c); name a value that the other names too',
      ),
      path(
        'd.metadata_policy.token_endpoint_auth_method.one_of must admit the value that the policy sets, which must be one of client_secret_post (one_of of the environment); change one of the two, or leave it out',
      ),
    ]);
  });

  it('are the same on nodes that apply a document at the same time', async () => {
    const server = await createTestApp({}, database);
    const other = await createTestApp({}, database);
    for (let round = 1; round <= 20; round += 1) {
      const text = JSON.stringify({
        policies: { a: { metadata_policy: named(round) }, b: { metadata_policy: named(round) } },
      });
      const applied = await Promise.all(
        [server, other, server, other].map((node) =>
          node.app.get(PolicyWriterService).apply(commandContext(node), text, 'policies.yaml'),
        ),
      );
      for (const policies of applied) expect(policies.map(({ version }) => version)).toEqual([round, round]);
      expect(applied.flat().filter(({ isNew }) => isNew)).toHaveLength(2);
    }
    const versions = (await eventsOfType(server, 'policy.applied')).map(({ data }) => `${data.policy}@${data.version}`);
    const rounds = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(versions).toEqual(rounds.flatMap((round) => [`a@${round}`, `b@${round}`]));
    await other.close();
    await server.close();
  });

  it('must be there of the policies that variables name', async () => {
    const start = createTestApp({ PROTECTED_REGISTRATION_POLICY: 'partners' }, database);
    await expect(start).rejects.toThrow(/^PROTECTED_REGISTRATION_POLICY: there is no policy partners; define it in/);
    const file = await policyFile({ partners: named(3) });
    const server = await createTestApp({ PROTECTED_REGISTRATION_POLICY: 'partners', POLICY_FILE: file.path }, database);
    expect((await server.postRegister(aClient({ client_name: 'long' }))).status).toBe(400);
    await server.close();
    await expect(createTestApp({ POLICY_FILE: `${file.path}.none` }, database)).rejects.toThrow(
      /^POLICY_FILE must be a readable file: /,
    );
  });
});
