import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/platform/database/data-source-options';
import { emptyDatabase, type TestDatabase } from '../../support/test-database';

/** The unique index that docs/SCALING.md said to replace on Citus, before values had a table of their own. */
const WITHOUT_UNIQUE_INDEX = [
  'DROP INDEX clients_software_instance',
  'CREATE INDEX clients_software_instance ON clients (software_instance)',
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
    for (const statement of WITHOUT_UNIQUE_INDEX) await dataSource.query(statement);
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
