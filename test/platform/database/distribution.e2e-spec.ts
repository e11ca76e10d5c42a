import {
  COORDINATOR_TABLES,
  DISTRIBUTED_TABLES,
  REFERENCE_TABLES,
} from '../../../src/platform/database/distribution/distributed-tables';
import { ABOUT_ROWS } from '../../support/recorded-statements';
import { loadParser, refusedByCitus } from '../../support/citus/citus-rules';
import { type MadeSchema, retypedColumns, schemaOf } from '../../support/citus/schema-of-migrations';
import { postgresMigrations } from '../../support/postgres-migrations';

/** From this migration on, they run on clusters whose tables are distributed. */
const FIRST_ON_CLUSTERS = 1_795_690_893_589;
const KEYS: Readonly<Record<string, string>> = DISTRIBUTED_TABLES;

/** The unique keys of distributed tables that lack the column by which the table is distributed. */
const keysWithoutColumn = ({ keys }: MadeSchema): string[] =>
  [...keys.values()].flatMap(({ name, table, columns }) =>
    table in KEYS && !columns.includes(KEYS[table] ?? '') ? [name] : [],
  );

/** What a later migration may not do on a cluster, in words. */
const faultsOf = (statements: readonly string[]): string[] => [
  ...keysWithoutColumn(schemaOf(statements)).map((name) => `a unique key without the distribution column: ${name}`),
  ...retypedColumns(statements)
    .filter((column) => Object.entries(KEYS).some(([table, key]) => column === `${table}.${key}`))
    .map((column) => `another type for a distribution column: ${column}`),
  ...refusedByCitus(statements.filter((statement) => ABOUT_ROWS.test(statement))),
];

describe('the tables on a cluster of Citus', () => {
  beforeAll(() => loadParser());

  it('are each distributed, copied or of the coordinator, and none is forgotten', async () => {
    const { tables } = schemaOf(await postgresMigrations());
    const listed = [...Object.keys(DISTRIBUTED_TABLES), ...REFERENCE_TABLES, ...COORDINATOR_TABLES];
    expect(listed.sort()).toEqual([...tables, 'migrations'].sort());
  });

  it('have the distribution column in every unique key', async () => {
    const schema = schemaOf(await postgresMigrations());
    expect(schema.keys.size).toBeGreaterThan(20);
    expect(keysWithoutColumn(schema)).toEqual([]);
  });

  it('are changed by later migrations as Citus permits', async () => {
    const statements = await postgresMigrations(FIRST_ON_CLUSTERS);
    expect(statements.length).toBeGreaterThan(0);
    expect(faultsOf(statements)).toEqual([]);
  });

  it.each([
    ['CREATE UNIQUE INDEX "clients_by_name" ON "clients" ("name")', 'a unique key without the distribution column'],
    ['ALTER TABLE "clients" ALTER COLUMN "client_id" TYPE bigint', 'another type for a distribution column'],
    ['UPDATE clients SET client_id = lower(client_id)', 'another value for a distribution key'],
  ])('would not be permitted: %s', (statement, fault) => {
    expect(faultsOf([statement])).toEqual([expect.stringContaining(fault)]);
  });
});
