import { existsSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/platform/database/data-source-options';
import type { MadeTables } from '../../../src/platform/database/distribution/citus';
import { distributeTables } from '../../../src/platform/database/distribution/distribute-tables';
import { DISTRIBUTED_TABLES } from '../../../src/platform/database/distribution/distributed-tables';
import { addCoordinator, installCitusStandIn } from '../../support/citus/stand-in';
import { clientele } from '../../support/clientele';
import { createTestApp } from '../../support/test-app';
import { databaseKind, emptyDatabase, type TestDatabase } from '../../support/test-database';

/** The unique indexes that operators replaced or dropped on Citus, before values had a table of their own. */
const WITHOUT_UNIQUE_INDEXES = [
  'DROP INDEX clients_software_instance',
  'CREATE INDEX clients_software_instance ON clients (software_instance)',
  'DROP INDEX clients_registration_hash',
];

describe('a database with rows', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await emptyDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Runs the migrations that were made before a time, which ends the name of each. */
  const migrateBefore = async (time: number): Promise<void> => {
    const all = [...dataSource.migrations];
    const before = all.filter(({ constructor: { name } }) => Number(name.slice(-13)) < time);
    expect(before.length).toBeLessThan(all.length);
    dataSource.migrations.splice(0, all.length, ...before);
    await dataSource.runMigrations();
    dataSource.migrations.splice(0, before.length, ...all);
  };

  it('keeps the values that one client at a time may have; of several clients with one, the oldest has it', async () => {
    await migrateBefore(1_795_690_893_589);
    for (const statement of WITHOUT_UNIQUE_INDEXES) await dataSource.query(statement);
    const clients = [
      ['a', "'software'", 'NULL'],
      ['b', "'software'", 'NULL'],
      ['c', 'NULL', "'equal'"],
      ['d', 'NULL', 'NULL'],
    ];
    for (const [client_id, instance, hash] of clients)
      await dataSource.query(
        `INSERT INTO clients (client_id, origin, metadata, client_secrets, registration_access_tokens, created_at, updated_at,
          software_instance, registration_hash) VALUES ('${client_id}', 'registration', '{}', '[]', '[]', 1, 1, ${instance}, ${hash})`,
      );
    await dataSource.runMigrations();
    expect(await dataSource.query('SELECT value, client_id FROM reserved_values ORDER BY value')).toEqual([
      { value: 'equal', client_id: 'c' },
      { value: 'software', client_id: 'a' },
    ]);
  });
});

describe('clientele migrate --distribute', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await emptyDatabase();
  });

  afterEach(() => database.drop());

  const rows = async (text: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    try {
      return await dataSource.query(text);
    } finally {
      await dataSource.destroy();
    }
  };
  const stored = (): ReturnType<typeof rows> =>
    rows('SELECT CAST(logicalrelid AS text) AS name, stored, partkey FROM pg_dist_partition ORDER BY name');
  const distribute = (): ReturnType<typeof clientele> => clientele(database, 'migrate', '--distribute', '--json');

  if (databaseKind === 'sqlite') {
    it('is refused on SQLite, and makes no file', async () => {
      const { code, stderr } = await distribute();
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^--distribute: DATABASE_URL must be/),
      });
      expect(existsSync(database.url.slice('sqlite:'.length))).toBe(false);
    });
    return;
  }

  it('is refused without the extension, while the workers do not know the coordinator, and in an unfinished copy; nothing changes', async () => {
    expect((await distribute()).stderr).toMatch(
      /^--distribute: the database must have the extension citus; run CREATE/,
    );
    await installCitusStandIn(database.url);
    const { code, stderr } = await distribute();
    expect(stderr).toMatch(
      /^--distribute: the workers must know the coordinator; run SELECT citus_set_coordinator_host/,
    );
    expect(code).toBe(1);
    await rows('CREATE TABLE registry_copy (source text PRIMARY KEY)');
    await rows("INSERT INTO registry_copy (source) VALUES ('another database')");
    await expect(distributeTables(database.url)).rejects.toThrow(/is an unfinished copy of another database; repeat/);
    expect(await rows("SELECT 1 FROM pg_tables WHERE tablename IN ('clients', 'schema_lock')")).toEqual([]);
  });

  it('makes the schema and stores every table; again, it changes nothing', async () => {
    await installCitusStandIn(database.url);
    await addCoordinator(database.url);
    const { code, stdout } = await distribute();
    expect(code).toBe(0);
    const made = JSON.parse(stdout) as MadeTables;
    expect(made.distributed).toEqual(Object.keys(DISTRIBUTED_TABLES));
    const found = await stored();
    expect(found).toHaveLength(made.distributed.length + made.reference.length + made.coordinator.length);
    expect(found).toContainEqual({ name: 'clients', stored: 'distributed', partkey: 'client_id' });
    expect(found).toContainEqual({ name: 'signing_keys', stored: 'reference', partkey: null });
    expect(found).toContainEqual({ name: 'events', stored: 'coordinator', partkey: null });
    const again = JSON.parse((await distribute()).stdout) as unknown;
    expect(again).toEqual({ up_to_date: true, distributed: [], reference: [], coordinator: [] });
  });

  it('stores tables that a later migration makes, even when a server runs it', async () => {
    await installCitusStandIn(database.url);
    await addCoordinator(database.url);
    expect((await distribute()).code).toBe(0);
    const before = await stored();
    for (const text of [
      "DELETE FROM pg_dist_partition WHERE logicalrelid = 'reserved_values'::regclass",
      'DROP TABLE reserved_values',
      'CREATE UNIQUE INDEX clients_software_instance ON clients (software_instance)',
      'CREATE UNIQUE INDEX clients_registration_hash ON clients (registration_hash)',
      "DELETE FROM migrations WHERE name = 'AddReservedValues1795690893589'",
    ])
      await rows(text);
    await (await createTestApp({}, database)).close();
    expect(await stored()).toEqual(before);
  });
});
