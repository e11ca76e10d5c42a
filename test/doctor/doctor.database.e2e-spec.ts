import { chmod, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ClockCheck } from '../../src/features/doctor/checks/clock.check';
import type { NamedFinding } from '../../src/features/doctor/doctor.service';
import { ExaminedDatabase } from '../../src/features/doctor/examined-database';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { sqlitePathOf } from '../../src/platform/database/sqlite-path';
import { Authority } from '../support/certificates';
import { clientele } from '../support/clientele';
import { fetchVariables, startHttpsServer } from '../support/https-server';
import { policyFile } from '../support/policy-files';
import { createTestApp } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';

interface Examined {
  readonly code: number | null;
  readonly stderr: string;
  readonly findings: readonly NamedFinding[];
}

/** The checks that look at tables. */
const OF_TABLES = ['secret keys', 'signing keys', 'policies', 'quotas', 'log of events', 'webhooks', 'receivers'];

describe('clientele doctor', () => {
  let folder: string;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-doctor-'));
    database = await healthyDatabase();
  });

  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** A database that a server has used, with the permissions that a server gives it. */
  const healthyDatabase = async (): Promise<TestDatabase> => {
    const prepared = await preparedDatabase();
    if (databaseKind === 'sqlite') await chmod(sqlitePathOf(prepared.url) ?? '', 0o600);
    await (await createTestApp({}, prepared)).close();
    return prepared;
  };

  const examine = async (
    variables: Readonly<Record<string, string>> = {},
    url = database.url,
    ...words: readonly string[]
  ): Promise<Examined> => {
    const { code, stdout, stderr } = await clientele({ url, variables }, 'doctor', '--json', ...words);
    const lines = stdout.trim().split('\n');
    return { code, stderr, findings: lines.map((line) => JSON.parse(line) as NamedFinding) };
  };
  const wrongIn = ({ findings }: Examined): readonly string[] =>
    findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ severity, check, finding }) => `${severity} ${check}: ${finding}`);
  const change = async (url: string, ...statements: readonly string[]): Promise<void> => {
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    for (const statement of statements) await dataSource.query(statement);
    await dataSource.destroy();
  };

  it('finds nothing wrong with a sound installation, as lines of JSON and as a table', async () => {
    const examined = await examine();
    expect([examined.code, wrongIn(examined), examined.stderr]).toEqual([0, [], '']);
    const checks = new Set(examined.findings.map(({ check }) => check));
    expect([...checks]).toEqual(expect.arrayContaining(['settings', 'database', 'migrations', 'secret keys']));
    const { code, stdout } = await clientele(database, 'doctor', '--full');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^severity +check +finding\nok +settings +the settings are valid for NODE_ENV=test\n/);
    expect(stdout).toMatch(/^ok +database +it answers in \d+\.\d ms$/m);
  });

  it('finds wrong settings before all else, and a database that is not there', async () => {
    const wrong = await examine({ PORT: 'http', WORKERS: '0' });
    expect(wrong.code).toBe(3);
    expect(wrongIn(wrong)).toEqual([
      'error settings: PORT must be a whole number from 0 to 65535',
      'error settings: WORKERS must be a whole number from 1 to 1024, or auto',
    ]);
    const gone = await examine({}, 'postgres://user:very-secret@127.0.0.1:1/none');
    expect([gone.code, wrongIn(gone)]).toEqual([
      3,
      [
        expect.stringMatching(
          /^error database: DATABASE_URL: cannot use PostgreSQL 127\.0\.0\.1:1\/none: nothing listens/,
        ),
      ],
    ]);
    expect(JSON.stringify(gone)).not.toContain('very-secret');
    for (const name of OF_TABLES)
      expect(gone.findings).toContainEqual(expect.objectContaining({ check: name, severity: 'note' }));
  });

  it('finds pending migrations, and reads no table then', async () => {
    const old = await healthyDatabase();
    await change(old.url, 'DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations)');
    const pending = await examine({}, old.url);
    expect([pending.code, wrongIn(pending)]).toEqual([4, [expect.stringMatching(/^warning migrations: .* pending: /)]]);
    const never = await examine({ MIGRATE_ON_START: 'false' }, old.url);
    expect([never.code, wrongIn(never)]).toEqual([3, [expect.stringMatching(/^error migrations: /)]]);
    await old.drop();
  });

  it('finds keys of SECRET_KEYS that are missing, and those of another registry', async () => {
    const key = (version: number, byte: number): string => `${version}:${Buffer.alloc(32, byte).toString('base64')}`;
    const installation = (SECRET_KEYS: string): ReturnType<typeof clientele> =>
      clientele({ url: database.url, variables: {}, keys: SECRET_KEYS }, 'doctor');
    const missing = await installation(key(2, 8));
    expect(missing.code).toBe(3);
    expect(missing.stdout).toMatch(
      /^error +secret keys +key 1 is missing, and stored values need it\n +-> put it back/m,
    );
    const foreign = await installation(key(1, 8));
    expect(foreign.stdout).toMatch(
      /^error +secret keys +SECRET_KEYS do not fit this database: .* 6 of its signing keys/m,
    );
    const more = await installation(`${key(3, 9)} ${key(2, 8)} ${key(1, 7)}`);
    expect([more.code, more.stdout]).toEqual([
      0,
      expect.stringMatching(/^note +secret keys +nothing needs key 2 any more: it may be removed from SECRET_KEYS$/m),
    ]);
  });

  it('finds certificates that have expired, and files and services that cannot be used', async () => {
    const authority = await Authority.create();
    const { cert, key } = await authority.issue({ notAfter: new Date(Date.now() - 60_000) });
    const [TLS_CERT, TLS_KEY] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(TLS_CERT, cert);
    await writeFile(TLS_KEY, key, { mode: 0o644 });
    const issuers = { 'https://statements.example': { jwks_uri: 'https://localhost:1/keys' } };
    const examined = await examine({
      TLS_CERT,
      TLS_KEY,
      ISSUER: 'https://localhost:3000',
      POLICY_FILE: join(folder, 'none.yaml'),
      RATE_LIMIT_STORE: 'redis',
      REDIS_URL: 'redis://:very-secret@127.0.0.1:1',
      FETCH_ALLOW_PRIVATE_HOSTS: 'localhost:1',
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify(issuers),
    });
    expect(examined.code).toBe(3);
    expect(wrongIn(examined)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^error certificates: TLS_CERT: the certificate of .* expired at \d{4}-/),
        `error files: every user of this machine can use ${TLS_KEY}, which has secrets`,
        expect.stringMatching(/^warning outbound: the key set at https:\/\/localhost:1\/keys is not reached: /),
        expect.stringMatching(/^error rate limits: the Redis of REDIS_URL does not count: /),
        expect.stringMatching(/^error policies: POLICY_FILE .*none\.yaml: ENOENT/),
      ]),
    );
    expect(JSON.stringify(examined)).not.toContain('very-secret');
  });

  it('finds events that nobody seals, and receivers that do not accept them', async () => {
    const left = await healthyDatabase();
    const at = (id: string): string => `'${id}-0000-7000-8000-000000000000'`;
    await change(
      left.url,
      "UPDATE log_tree SET sealed_through = ''",
      `INSERT INTO events (id, type, body) VALUES (${at('00000001')}, 'test', '{}')`,
      `INSERT INTO webhooks (id, url, status, status_reason, status_since, next_position, secrets, details, created_at)
       VALUES (${at('00000002')}, 'https://localhost:1/hook', 'failing', 'status 500', 1, 0, '[]', '{}', 1)`,
      `INSERT INTO webhook_deliveries (webhook_id, message_id, type, position, line, next_attempt_at, dead_at)
       VALUES (${at('00000002')}, 'm', 'test', 0, 'm', 1, 2)`,
    );
    expect(wrongIn(await examine({ FETCH_ALLOW_PRIVATE_HOSTS: 'localhost:1' }, left.url))).toEqual([
      expect.stringMatching(/^warning log of events: \d+ events? not sealed yet, the oldest since \d+ s$/),
      'warning webhooks: 00000002-0000-7000-8000-000000000000 is failing: status 500',
      'warning webhooks: 00000002-0000-7000-8000-000000000000: 1 of its messages were given up',
      expect.stringMatching(/^warning receivers: https:\/\/localhost:1 is not reached: .*ECONNREFUSED/),
    ]);
    await left.drop();
  });

  it('judges POLICY_FILE, what policies are attached to and the variables that name them, as policies apply does', async () => {
    const governed = await healthyDatabase();
    const run = (...words: readonly string[]): ReturnType<typeof clientele> => clientele(governed, ...words);
    const file = await policyFile({
      running: { client_name: { value: 'a' } },
      attached: { contacts: { max_items: 3 } },
    });
    expect((await run('policies', 'apply', file.path)).code).toBe(0);
    expect((await run('tokens', 'create', '--policy', 'attached')).code).toBe(0);
    const examined = (variables = {}): Promise<Examined> =>
      examine({ POLICY_FILE: file.path, PROTECTED_REGISTRATION_POLICY: 'running', ...variables }, governed.url);
    const sound = await examined();
    expect([wrongIn(sound), sound.findings.filter(({ check }) => check === 'policies')]).toEqual([
      [],
      [expect.objectContaining({ severity: 'ok', finding: `POLICY_FILE ${file.path} is correct, and is applied` })],
    ]);
    await file.write({ attached: { client_name: { value: 'b' } } });
    const contradictory = await examined();
    expect(contradictory.findings).toContainEqual(
      expect.objectContaining({ severity: 'note', finding: expect.stringMatching(/makes versions of attached$/) }),
    );
    expect(wrongIn(contradictory)).toEqual([
      expect.stringMatching(
        /^warning policies: these policies contradict each other: running of .*, attached of 1 initial/,
      ),
    ]);
    await file.write({ attached: { client_name: { valu: 'b' } } });
    expect(wrongIn(await examined({ PROTECTED_REGISTRATION_POLICY: 'gone' }))).toEqual([
      expect.stringMatching(/^error policies: POLICY_FILE .*client_name\.valu /),
      'error policies: PROTECTED_REGISTRATION_POLICY names the policy gone, which is not there',
    ]);
    await governed.drop();
  });

  it('finds counts of quotas that are wrong, and quotas that are nearly used up', async () => {
    const counted = await healthyDatabase();
    const made = await clientele(counted, 'tokens', 'create', '--max-clients', '10', '--json');
    const { id } = JSON.parse(made.stdout) as { id: string };
    await change(counted.url, `UPDATE client_counts SET living = 9 WHERE credential = 'initial_access_token ${id}'`);
    expect(wrongIn(await examine({}, counted.url))).toEqual([
      `error quotas: the initial access token ${id} is counted with 9 clients and has 0`,
      `warning quotas: the initial access token ${id} has 9 of its 10 clients`,
    ]);
    await counted.drop();
  });

  it('uses the store of rate limits, and reaches the receivers of webhooks without sending an event', async () => {
    const receiver = await startHttpsServer();
    const webhooks = await healthyDatabase();
    await change(
      webhooks.url,
      `INSERT INTO webhooks (id, url, status, status_since, next_position, secrets, details, created_at)
       VALUES ('w', '${receiver.url}/hook', 'active', 1, 0, '[]', '{}', 1)`,
    );
    const store = databaseKind === 'postgres' ? { RATE_LIMIT_STORE: 'database' } : {};
    const examined = await examine({ ...fetchVariables(receiver), ...store }, webhooks.url);
    const found =
      databaseKind === 'postgres' ? 'the table rate_limit_counts counts' : 'each machine counts in its memory';
    expect(examined.findings).toEqual(
      expect.arrayContaining([
        { check: 'rate limits', severity: 'ok', finding: found },
        { check: 'receivers', severity: 'ok', finding: `${receiver.url} has a TLS connection` },
      ]),
    );
    expect([receiver.connections(), receiver.requests]).toEqual([1, []]);
    const dataSource = await new DataSource(dataSourceOptions(webhooks.url)).initialize();
    expect(await dataSource.query('SELECT * FROM rate_limit_counts')).toEqual([]);
    await dataSource.destroy();
    await receiver.close();
    await webhooks.drop();
  });

  if (databaseKind === 'postgres')
    it('finds a replica that is down, and a clock that differs from that of the database', async () => {
      const replica = { DATABASE_REPLICA_URLS: 'postgres://user:very-secret@127.0.0.1:1/none' };
      const down = await examine(replica);
      expect([down.code, wrongIn(down)]).toEqual([
        4,
        [
          expect.stringMatching(
            /^warning replicas: DATABASE_REPLICA_URLS: cannot use PostgreSQL 127\.0\.0\.1:1\/none:/,
          ),
        ],
      ]);
      expect(JSON.stringify(down)).not.toContain('very-secret');
      const examined = await ExaminedDatabase.open({ databaseUrl: database.url, timeoutMs: 5000 });
      const clock = new ClockCheck(examined, { now: () => Date.now() + 60_000 });
      expect(await clock.examine()).toEqual([expect.objectContaining({ severity: 'error' })]);
      await examined.onApplicationShutdown();
    });

  if (databaseKind === 'sqlite')
    it('finds a damaged file that others can read, and a long write-ahead log', async () => {
      const damaged = await healthyDatabase();
      const path = sqlitePathOf(damaged.url) ?? '';
      const file = await open(path, 'r+');
      const { size } = await file.stat();
      await file.write(Buffer.alloc(4096, 0xff), 0, 4096, size - 4096);
      await file.close();
      await chmod(path, 0o644);
      await writeFile(`${path}-wal`, '', { mode: 0o600 });
      await truncate(`${path}-wal`, 70 * 1024 * 1024);
      const examined = await examine({}, damaged.url, '--full');
      expect(examined.code).toBe(3);
      expect(wrongIn(examined)).toEqual(
        expect.arrayContaining([
          `error files: every user of this machine can use ${path}, which has secrets`,
          expect.stringMatching(/^error SQLite: the file is damaged: /),
          'warning SQLite: the write-ahead log has 70 MiB',
        ]),
      );
      await damaged.drop();
    });

  it('reads nothing but the installation: it changes no file and no row', async () => {
    const empty = join(folder, 'empty.sqlite');
    const examined = await examine({}, `sqlite:${empty}`);
    expect(wrongIn(examined)).toEqual([
      expect.stringMatching(/^error database: DATABASE_URL: there is no SQLite file/),
    ]);
    await expect(open(empty)).rejects.toThrow('ENOENT');
  });
});
