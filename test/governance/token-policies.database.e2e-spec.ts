import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { InitialAccessToken } from '../../src/governance/initial-access-tokens/initial-access-token.entity';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { AddPoliciesOfClients1795646000000 } from '../../src/platform/database/migrations/1795646000000-AddPoliciesOfClients';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { executedStatements } from '../support/recorded-statements';
import { expectRefusal } from '../support/refusal';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp, type Variables } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const EVERYBODY = {
  software_id: { one_of: ['a', 'b'] },
  client_name: { max_length: 20 },
  scope: { subset_of: ['openid', 'profile'] },
};
const PARTNER = {
  redirect_uris: { hosts: ['partner.example'] },
  software_id: { one_of: ['b', 'c'], default: 'b' },
};
const POLICIES = {
  everybody: EVERYBODY,
  partner: PARTNER,
  contrary: { software_id: { value: 'c' } },
  disjoint: { scope: { subset_of: ['email'] } },
};
const APP = { redirect_uris: ['https://partner.example/cb'], client_name: 'App' };

describe('a policy of an initial access token', () => {
  let database: TestDatabase;
  let file: PolicyFile;
  let variables: Variables;
  let node: TestServer;
  let other: TestServer;
  let token: string;

  beforeAll(async () => {
    database = await preparedDatabase();
    file = await policyFile(POLICIES);
    variables = {
      POLICY_FILE: file.path,
      PROTECTED_REGISTRATION_POLICY: 'everybody',
      SCOPES: 'openid profile email',
    };
    node = await createTestApp(variables, database);
    other = await createTestApp({ ...variables, PROTECTED_REGISTRATION_POLICY: 'none' }, database);
    token = await tokenWith('partner');
  });

  afterAll(async () => {
    await Promise.all([node.close(), other.close()]);
    await database.drop();
  });

  const tokenWith = async (policy: string, server = node): Promise<string> =>
    (await server.app.get(InitialAccessTokensService).create(commandContext(server), { label: '', uses: 50, policy }))
      .token;

  const register = (own: Readonly<Record<string, unknown>> = {}, text = token, server = node): Promise<Answer> =>
    server.postRegister({ ...APP, ...own }, { Authorization: `Bearer ${text}` });

  const validate = (own: Readonly<Record<string, unknown>>): Promise<Answer> =>
    node.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      JSON.stringify({ ...APP, ...own }),
    );

  const registered = async (): Promise<RegisteredClient> => {
    const { status, json } = await register();
    expect(status).toBe(201);
    return json as unknown as RegisteredClient;
  };

  const policiesOf = async ({ client_id }: { readonly client_id: string }): Promise<Client['policies']> =>
    (await node.app.get(DataSource).getRepository(Client).findOneByOrFail({ client_id })).policies;

  const tokens = (): Promise<InitialAccessToken[]> => node.app.get(DataSource).getRepository(InitialAccessToken).find();
  const clients = (): Promise<number> => node.app.get(DataSource).getRepository(Client).count();

  /** Applies a document in which some policies have other content. */
  const change = async (policies: Readonly<Record<string, Record<string, Record<string, unknown>>>>): Promise<void> => {
    await file.write({ ...POLICIES, ...policies });
    await node.app.get(PolicyFileService).reload();
  };

  it.each([
    [
      { redirect_uris: ['https://evil.example/cb'] },
      'redirect_uris[0] must have one of the hosts partner.example, by hosts of policy partner@1; use one of these hosts',
    ],
    [
      { client_name: 'A name that is too long' },
      'client_name must be a string of 20 characters at most, by max_length of policy everybody@1; shorten it',
    ],
    [{ software_id: 'a' }, 'software_id must be one of b, by one_of of policy partner@1; use one of them'],
    [{ software_id: 'c' }, 'software_id must be one of b, by one_of of policy everybody@1; use one of them'],
  ])('%j is refused by the policy that has the rule, in a registration and in a trial', async (own, description) => {
    for (const answer of [await register(own), await validate(own)]) {
      expect(answer.status).toBe(400);
      expect(answer.json['error_description']).toBe(description);
    }
  });

  it('holds beside that of the mode, and both stay with the client; that of another token does not hold', async () => {
    const trial = await validate({});
    expect([trial.status, trial.json['software_id']]).toEqual([200, 'b']);
    const client = await registered();
    expect(client).toMatchObject({ software_id: 'b' });
    expect(await policiesOf(client)).toEqual([
      { name: 'everybody', version: 1 },
      { name: 'partner', version: 1 },
    ]);
    const evil = { redirect_uris: ['https://evil.example/cb'], software_id: 'b' };
    const byRegistrar = await node.postRegister({ ...APP, ...evil });
    expect(byRegistrar.status).toBe(201);
    const own = managing(other, client);
    for (const answer of [await own.put({ ...APP, ...evil }), await own.patch(evil)])
      expect(expectRefusal(answer, 400, 'invalid_redirect_uri')['error_description']).toMatch(/of policy partner@1;/);
    const long = { client_name: 'A name that is too long' };
    expect((await own.patch(long)).json['error_description']).toMatch(/of policy everybody@1;/);
    expect((await own.patch({ client_name: 'Another app' })).status).toBe(200);
  });

  it('holds alone if the mode has none, and once if it is the same', async () => {
    const alone = await register({ client_name: 'A name that is too long' }, token, other);
    expect(alone.status).toBe(201);
    expect(await policiesOf(alone.json as never)).toEqual([{ name: 'partner', version: 1 }]);
    const same = await register({ software_id: 'a' }, await tokenWith('everybody'));
    expect(await policiesOf(same.json as never)).toEqual([{ name: 'everybody', version: 1 }]);
  });

  it('is merged with a policy of the server itself', async () => {
    const open = { ...variables, REGISTRATION_MODE: 'open', PROTECTED_REGISTRATION_POLICY: 'default-open' };
    const server = await createTestApp(open, database);
    const { json } = await register({ grant_types: ['authorization_code', 'client_credentials'] }, token, server);
    expect(json).toMatchObject({ grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' });
    expect(await policiesOf(json as never)).toEqual([{ name: 'default-open' }, { name: 'partner', version: 1 }]);
    await server.close();
  });

  it('its newest version is read in the query for that of the mode, which requests share', async () => {
    await register();
    const statements = await executedStatements(async () => {
      const answers = await Promise.all([register(), validate({})]);
      expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    });
    const about = statements.filter((text) => /FROM polic/.test(text));
    expect(about.length).toBeGreaterThan(0);
    expect(about.filter((text) => !/FROM policies WHERE name IN \(.+,.+\)/.test(text))).toEqual([]);
  });

  it('is refused for a new token if it cannot be merged, with both operators, and no token is made', async () => {
    const before = (await tokens()).length;
    await expect(tokenWith('contrary')).rejects.toThrow(
      /^contrary contradicts what .*:\nmetadata_policy\.software_id\.\w+ must .*\((one_of of everybody@1, value of contrary@1|value of contrary@1, one_of of everybody@1)\); /,
    );
    await expect(tokenWith('disjoint')).rejects.toThrow(
      /\nmetadata_policy\.scope\.subset_of must have a value in common .*everybody@1.*disjoint@1/,
    );
    await expect(tokenWith('none')).rejects.toThrow(
      'there is no policy none; use one of contrary, disjoint, everybody, partner',
    );
    expect((await tokens()).length).toBe(before);
    await expect(tokenWith('contrary', other)).resolves.toMatch(/^clt_iat_/);
  });

  it('contradicts a later version: registrations, trials and updates wait for the operator, and nothing is spent', async () => {
    const client = await registered();
    const before = [await clients(), (await tokens()).map(({ uses_left }) => uses_left)];
    const warned = jest.spyOn(Logger.prototype, 'warn');
    await change({ everybody: { ...EVERYBODY, software_id: { one_of: ['a'] } } });
    const warning = expect.stringMatching(
      /^these policies contradict each other: everybody of PROTECTED_REGISTRATION_POLICY, partner of 1 initial access token\(s\) or registrar\(s\) \(\S+\)\nmetadata_policy\.software_id\.one_of must have a value in common .*one_of of everybody@2/,
    ) as unknown;
    expect(warned).toHaveBeenCalledWith(warning);
    warned.mockRestore();
    const own = managing(node, client);
    const name = { ...APP, client_name: 'New' };
    const refused = [
      await register(),
      await validate({}),
      await own.put(name),
      await own.patch({ client_name: 'New' }),
    ];
    for (const answer of refused) {
      expect(expectRefusal(answer, 503, 'temporarily_unavailable')['error_description']).toBe(
        'the policies for this client contradict each other; try again when the operator has corrected them',
      );
      expect(answer.headers.get('retry-after')).toBe('60');
    }
    expect([await clients(), (await tokens()).map(({ uses_left }) => uses_left)]).toEqual(before);
    expect((await own.read()).json['client_name']).toBe('App');
    expect((await node.postRegister({ ...APP, software_id: 'a' })).status).toBe(201);
    await change({});
    expect((await own.patch({ client_name: 'New' })).status).toBe(200);
    expect((await own.patch({ client_name: 'A name that is too long' })).json['error_description']).toMatch(
      /of policy everybody@3;/,
    );
  });

  it('a new version of either holds for the clients of both', async () => {
    const own = managing(other, await registered());
    await change({ partner: { ...PARTNER, client_name: { max_length: 2 } } });
    expect((await own.patch({ contacts: ['a@b.example'] })).json['error_description']).toMatch(
      /^client_name must be a string of 2 .* by max_length of policy partner@2;/,
    );
    await change({});
  });

  it('clients that were registered before keep their policy', async () => {
    const [, fill = ''] = new AddPoliciesOfClients1795646000000().statements[databaseKind];
    const own = await preparedDatabase();
    const server = await createTestApp({}, own);
    await stopTasks(server); // columns are added on the connection that their transactions use
    const old = server.app.get(DataSource);
    const writer = server.app.get(WriteConnectionService).dataSource;
    const [one, two, three] = [await server.register(APP), await server.register(APP), await server.register(APP)];
    for (const column of ['policy text', 'policy_version integer'])
      await writer.query(`ALTER TABLE clients ADD COLUMN ${column}`);
    await writer.query(`UPDATE clients SET policy = 'a', policy_version = 3 WHERE client_id = '${one.client_id}'`);
    await writer.query(`UPDATE clients SET policy = 'default-open' WHERE client_id = '${two.client_id}'`);
    await writer.query(fill);
    const filled = await Promise.all(
      [one, two, three].map(({ client_id }) => old.getRepository(Client).findOneByOrFail({ client_id })),
    );
    expect(filled.map(({ policies }) => policies)).toEqual([
      [{ name: 'a', version: 3 }],
      [{ name: 'default-open' }],
      null,
    ]);
    await server.close();
    await own.drop();
  });

  if (databaseKind === 'sqlite')
    it('clientele tokens create --policy refuses a name that is not there, and names those that are', async () => {
      const ending = await clientele(database, 'tokens', 'create', '--policy', 'partners');
      expect(ending).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          /--policy: there is no policy partners; use one of contrary, disjoint, everybody, partner\n$/,
        ),
      });
    });
});
