import { hashSync } from '@node-rs/argon2';
import { join } from 'node:path';
import { ClientRepository } from '../../../src/clients/client.repository';
import { ClientsService } from '../../../src/clients/clients.service';
import { aClient } from '../../support/a-client';
import { type Answered, Caller } from '../../support/callers';
import { commandContext } from '../../support/contexts';
import { SECRET_KEYS } from '../../support/secret-keys';
import { type ServerProcess, startProcess } from '../../support/server-process';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';

const ADMINISTRATOR = { ADMIN_CLIENT_ID: 'administrator', ADMIN_CLIENT_SECRET: 'a-secret-of-an-administrator' };
const PRELOADED = join(__dirname, '../../support/modules/report-libraries.cjs');
const SECRET = 'a secret of another server';

/** What belongs to features that this server does not use, and to the other database. */
const NEVER = ['ajv', '@fastify/fast-json-stringify-compiler', 'openid-client', '@redis/client', 'nest-commander'];
const OTHER_DRIVER = databaseKind === 'sqlite' ? 'pg' : 'sqlite3';

describe('a process that serves', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let caller: Caller;
  let reports = 0;

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await startProcess({
      DATABASE_URL: database.url,
      SECRET_KEYS,
      ...ADMINISTRATOR,
      FETCH_ALLOW_PRIVATE_HOSTS: 'localhost:1',
      NODE_OPTIONS: `--require=${PRELOADED}`,
    });
    await server.hasWritten(/register -H/);
    caller = new Caller(server);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const loaded = async (): Promise<readonly string[]> => {
    reports += 1;
    server.signal('SIGUSR2');
    const report = new RegExp(`loaded (.*), report ${reports}\n`);
    await server.hasWritten(report);
    return (report.exec(server.stdout)?.[1] ?? '').split(' ');
  };

  const tokenOf = async (client_id: string, client_secret: string, scope: string): Promise<string> =>
    String((await caller.token({ client_id, client_secret, scope })).json['access_token']);

  const postAs = async (token: Promise<string>, path: string, type: string, body: string): Promise<Answered> => {
    const headers = { Authorization: `Bearer ${await token}`, 'Content-Type': type };
    return caller.call(path, { method: 'POST', headers, body });
  };

  const registrar = (): Promise<string> => tokenOf('registerClient', 'password', 'register');
  const administrator = (): Promise<string> =>
    tokenOf('administrator', ADMINISTRATOR.ADMIN_CLIENT_SECRET, 'register:admin');

  /** A client with a hash that another server made, which a second node on the database stores. */
  const clientWithHash = async (): Promise<string> => {
    const node = await createTestApp({}, database);
    const { client_id } = await node.register(aClient());
    const client = await node.app.get(ClientRepository).find(client_id);
    if (!client) throw new Error('there is no such client');
    const hash = hashSync(SECRET, { memoryCost: 1024, timeCost: 2 });
    await node.app.get(ClientsService).convertSecrets(commandContext(node), client, [{ hash }]);
    await node.close();
    return client_id;
  };

  const KEYS_ELSEWHERE = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://localhost:1/' };
  const POLICY = 'policies:\n  a:\n    metadata_policy: {client_name: {pattern: "A.*"}}\n';

  const USES: readonly (readonly [libraries: string, status: number, use: () => Promise<Answered>])[] = [
    ['jsonc-parser', 400, () => postAs(registrar(), '/register', 'application/json', '{"redirect_uris":')],
    ['@nestjs/swagger', 200, () => caller.call('/openapi.json')],
    [
      'undici',
      200,
      () => postAs(registrar(), '/register/validate', 'application/json', JSON.stringify(aClient(KEYS_ELSEWHERE))),
    ],
    ['yaml re2js', 200, () => postAs(administrator(), '/admin/policies', 'application/yaml', POLICY)],
    ['@node-rs/argon2', 200, async () => caller.token({ client_id: await clientWithHash(), client_secret: SECRET })],
  ];

  it('has not loaded what its first requests may not need', async () => {
    const packages = await loaded();
    expect(packages).toContain(databaseKind === 'sqlite' ? 'sqlite3' : 'pg');
    const late = [...USES.flatMap(([libraries]) => libraries.split(' ')), ...NEVER, '@node-rs/bcrypt', OTHER_DRIVER];
    expect(packages.filter((name) => late.includes(name))).toEqual([]);
  });

  it.each(USES)('loads %s when it first needs it', async (libraries, status, use) => {
    const before = await loaded();
    expect((await use()).status).toBe(status);
    const added = (await loaded()).filter((name) => !before.includes(name));
    expect(added).toEqual(expect.arrayContaining(libraries.split(' ')));
  });
});
