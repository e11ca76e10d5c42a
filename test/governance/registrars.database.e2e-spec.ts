import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { Registrar } from '../../src/governance/registrars/registrar.entity';
import { type NewRegistrar, RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { aClient } from '../support/a-client';
import { aKey, anAssertion, assertionForm } from '../support/assertions';
import { basic } from '../support/basic';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { fetchVariables, startHttpsServer } from '../support/https-server';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp, type Variables } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');
const PARTNER_PORTAL = join(__dirname, '../../docs/policies/partner-portal.yaml');
const PARTNER = {
  client_name: 'Partner: App 1',
  redirect_uris: ['https://app.partner.example/callback'],
  scope: 'read write',
};

/** The words of the commands of the guide: they create, list and revoke. The last is of quotas. */
const commandsOfGuide = (): [create: string[], list: string[], revoke: string[]] => {
  const commands = [...GUIDE.matchAll(/^npm run -s clientele -- (registrars .*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain),
  );
  expect(commands.map(([, name]) => name)).toEqual(['create', 'list', 'revoke', 'create']);
  return commands as ReturnType<typeof commandsOfGuide>;
};

interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

describe('registrars that an operator makes', () => {
  let database: TestDatabase;
  let variables: Variables;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    variables = { POLICY_FILE: PARTNER_PORTAL, SCOPES: 'openid profile read write' };
    [one, other] = await Promise.all([createTestApp(variables, database), createTestApp(variables, database)]);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  const aRegistrar = async (wanted: Partial<NewRegistrar> = {}): Promise<Credentials> => {
    const made = await one.app.get(RegistrarsService).create(commandContext(one), { label: '', ...wanted });
    return { client_id: made.stored.client_id, client_secret: made.client_secret ?? '' };
  };

  const tokenOf = (credentials: Credentials, server = one): Promise<string> =>
    server.accessToken({ ...credentials, scope: 'register' });

  const register = (token: string, own: Readonly<Record<string, unknown>> = {}, server = one): Promise<Answer> =>
    server.postRegister(aClient(own), { Authorization: `Bearer ${token}` });

  const clients = () => one.app.get(DataSource).getRepository(Client);

  it('the commands of docs/GOVERNANCE.md make one with a policy, list it and revoke it', async () => {
    const [create, list, revoke] = commandsOfGuide();
    const ending = await clientele({ url: database.url, variables }, ...create, '--json');
    expect(ending).toMatchObject({ code: 0 });
    const { client_id, client_secret, ...shown } = JSON.parse(ending.stdout) as Credentials;
    expect(shown).toMatchObject({ label: 'a team', policy: 'partners', state: 'active' });
    const token = await tokenOf({ client_id, client_secret });
    const refused = await register(token);
    expect(expectRefusal(refused, 400, 'invalid_redirect_uri')['error_description']).toMatch(/of policy partners@1;/);
    const registered = await register(token, PARTNER, other);
    expect(registered.status).toBe(201);
    expect(registered.text).not.toContain(client_id);

    const listed = await clientele(database, ...list);
    expect(listed.stdout).toMatch(new RegExp(`^${client_id} +active +.* partners +a team$`, 'm'));
    const words = revoke.map((word) => word.replace('ID', client_id));
    expect(await clientele(database, ...words.filter((word) => word !== '--yes'))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/repeat the command with --yes\n$/),
    });
    const revoked = await clientele(database, ...words, '--json');
    expect(revoked).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Database: .*\n$/) });
    expect(JSON.parse(revoked.stdout)).toMatchObject({ client_id, state: 'revoked', label: 'a team' });

    for (const server of [one, other]) {
      expectRefusal(await register(token, PARTNER, server), 401, 'invalid_token');
      const again = await server.token({ grant_type: 'client_credentials', client_id, client_secret });
      expectRefusal(again, 401, 'invalid_client');
    }
    const client = managing(other, registered.json as never);
    expect((await client.patch({ client_name: 'Partner: App 2' })).status).toBe(200);
    expectRefusal(await client.patch({ client_name: 'Another' }), 400, 'invalid_client_metadata');
    for (const { stdout, stderr } of [listed, revoked]) expect(stdout + stderr).not.toContain(client_secret);
  });

  it('its policy holds for its clients, and not for those of others', async () => {
    const token = await tokenOf(await aRegistrar({ policy: 'partners' }));
    const { json } = await register(token, PARTNER);
    expect(json).toMatchObject({ scope: 'read', contacts: ['support@partner.example'] });
    expect((await clients().findOneByOrFail({ client_id: String(json['client_id']) })).policies).toEqual([
      { name: 'partners', version: 1 },
    ]);
    for (const answer of [await register(await tokenOf(await aRegistrar())), await one.postRegister(aClient())])
      expect(answer.status).toBe(201);
  });

  it('authenticates by client_secret_basic as well, and obtains no other scope', async () => {
    const credentials = await aRegistrar();
    const ask = (scope: string): Promise<Answer> =>
      one.token({ grant_type: 'client_credentials', scope }, basic(credentials.client_id, credentials.client_secret));
    expect((await ask('register')).json['scope']).toBe('register');
    expectRefusal(await ask('openid'), 400, 'invalid_scope');
  });

  it('authenticates by private_key_jwt with the keys of its jwks_uri, and has no secret', async () => {
    const host = await startHttpsServer();
    const server = await createTestApp(fetchVariables(host), database);
    const key = await aKey();
    host.serve('/keys', { keys: [key.publicJwk] });
    const { client_id, client_secret } = await aRegistrar({ jwks_uri: `${host.url}/keys` });
    expect(client_secret).toBe('');
    const assertion = await anAssertion(client_id, key.alg, key.privateKey, { header: { kid: key.publicJwk.kid } });
    const token = await server.accessToken({ ...assertionForm(assertion), scope: 'register' });
    expect((await register(token, {}, server)).status).toBe(201);
    await Promise.all([server.close(), host.close()]);
  });

  it('no request reads, changes or deletes it, with a token of its own or of another', async () => {
    const credentials = await aRegistrar();
    const managed = await createTestApp({ MANAGEMENT_SCOPE: 'manage', SCOPES: 'manage' }, database);
    const { registration_access_token } = (await one.register(aClient())) as Record<string, string>;
    const token = await tokenOf(credentials);
    /** Its row, without the time of its last use, which a task writes. */
    const stored = async (): Promise<object> => ({
      ...(await clients().findOneByOrFail({ client_id: credentials.client_id })),
      last_used_at: undefined,
    });
    const before = await stored();
    for (const presented of [token, registration_access_token ?? '', await one.registerToken()]) {
      const own = managing(managed, { ...credentials, registration_access_token: presented });
      const statuses = [await own.read(), await own.put(aClient()), await own.patch({}), await own.remove()];
      statuses.push(await own.rotateSecret());
      for (const { status } of statuses) expect([401, 403]).toContain(status);
    }
    expect(await stored()).toEqual(before);
    await managed.close();
  });

  it('a registrar cannot make another one: register is never registered', async () => {
    const token = await tokenOf(await aRegistrar());
    const { json } = await register(token, { scope: 'openid register' });
    expect(json['scope']).toBe('openid');
    expectRefusal(await register(token, { scope: 'register' }), 400, 'invalid_client_metadata');
    const credentials = json as unknown as Credentials;
    const asked = { grant_type: 'client_credentials', scope: 'register' };
    const { client_id, client_secret } = credentials;
    expectRefusal(await one.token({ ...asked, client_id, client_secret }), 400, 'invalid_scope');
  });

  it('that is disabled is refused until it is enabled', async () => {
    const credentials = await aRegistrar();
    const token = await tokenOf(credentials);
    await setStatus(one, credentials.client_id, 'disabled');
    expectRefusal(await register(token, {}, other), 401, 'invalid_token');
    await setStatus(one, credentials.client_id, 'active');
    expect((await register(token, {}, other)).status).toBe(201);
  });

  it('that has expired gets no token, and its tokens register no client', async () => {
    const credentials = await aRegistrar({ lifetime: 3600 });
    const { client_id } = credentials;
    const token = await tokenOf(credentials);
    expect((await register(token)).status).toBe(201);
    const { expires_at, created_at } = await one.app
      .get(DataSource)
      .getRepository(Registrar)
      .findOneByOrFail({ client_id });
    expect((expires_at?.getTime() ?? 0) - created_at.getTime()).toBe(3_600_000);
    const { client_secrets } = await clients().findOneByOrFail({ client_id });
    expect(client_secrets[0]?.expires_at).toBe(Math.floor((expires_at?.getTime() ?? 0) / 1000));
    await one.app
      .get(TransactionsService)
      .run((manager) => manager.update(Registrar, { client_id }, { expires_at: new Date() }));
    expectRefusal(await register(token), 401, 'invalid_token');
    const expired = await aRegistrar({ lifetime: 0 });
    expectRefusal(await one.token({ grant_type: 'client_credentials', ...expired }), 401, 'invalid_client');
  });

  it('survives the start of a node, which writes the registrar of the environment', async () => {
    const credentials = await aRegistrar();
    const third = await createTestApp(variables, database);
    expect((await register(await tokenOf(credentials, third), {}, third)).status).toBe(201);
    await third.close();
  });

  it('is not made with a policy that is not there, or a jwks_uri that no client may register', async () => {
    const before = [await clients().count(), await one.app.get(DataSource).getRepository(Registrar).count()];
    await expect(aRegistrar({ policy: 'nobody' })).rejects.toThrow('there is no policy nobody; use one of partners');
    await expect(aRegistrar({ jwks_uri: 'http://team.example/keys' })).rejects.toMatchObject({
      member: 'jwks_uri',
      message: expect.stringMatching(/^must /) as string,
    });
    expect([await clients().count(), await one.app.get(DataSource).getRepository(Registrar).count()]).toEqual(before);
  });

  if (databaseKind === 'sqlite') {
    it('without --json the command prints the two credentials and nothing else to standard output', async () => {
      const { code, stdout, stderr } = await clientele(database, 'registrars', 'create');
      expect([code, stderr]).toEqual([0, expect.stringMatching(/Its secret is not shown again\.\n$/)]);
      expect(stdout).toMatch(/^client_id {6}[\w-]{36}\nclient_secret {2}[\w-]{43}\n$/);
    });

    it('by --jwks FILE it authenticates by its keys; rotate-secret replaces a secret', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
      const file = join(folder, 'keys.json');
      const { publicJwk } = await aKey();
      await writeFile(file, JSON.stringify({ keys: [publicJwk] }));
      const keyed = await clientele(database, 'registrars', 'create', '--jwks', file, '--json');
      const made = JSON.parse(keyed.stdout) as { client_id: string };
      expect(made).toMatchObject({ jwks: { keys: [{ kty: 'EC' }] } });
      expect(made).not.toHaveProperty('client_secret');
      const refused = await clientele(database, 'registrars', 'rotate-secret', made.client_id, '--yes');
      expect(refused).toMatchObject({
        code: 5,
        stderr: expect.stringMatching(/the registrar must have a secret/) as string,
      });
      await writeFile(file, JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }));
      expect(await clientele(database, 'registrars', 'create', '--jwks', file)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^--jwks\.keys\[0\] must not have private or symmetric parts/m) as string,
      });
      await rm(folder, { recursive: true });
      const registrar = await aRegistrar();
      const rotated = await clientele(database, 'registrars', 'rotate-secret', registrar.client_id, '--yes');
      const [old, current] = [registrar, { ...registrar, client_secret: rotated.stdout.trim() }];
      const form = { grant_type: 'client_credentials', scope: 'register' };
      const answers = [await one.token({ ...form, ...old }), await one.token({ ...form, ...current })];
      expect(answers.map(({ status }) => status)).toEqual([401, 200]);
    });

    it.each([
      [['registrars'], /^Usage: clientele registrars/],
      [['registrars', 'create', '--expires', 'soon'], /^--expires must be a number and a unit/],
      [['registrars', 'revoke', 'unknown', '--yes'], /ID: there is no registrar unknown; see registrars list\./],
    ])('clientele %j is refused', async (words, reason) => {
      const ending = await clientele(database, ...words);
      expect(ending).toMatchObject({
        code: words.includes('unknown') ? 1 : 2,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
    });
  }
});
