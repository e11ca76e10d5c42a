import type { DataSource, QueryRunner } from 'typeorm';
import { StartFailure } from '../../config/start-failure';
import { COORDINATOR_TABLES, DISTRIBUTED_TABLES, REFERENCE_TABLES } from './distributed-tables';

/** The tables that were distributed, copied to every worker, and made known to the workers; none that were before. */
export interface MadeTables {
  readonly distributed: readonly string[];
  readonly reference: readonly string[];
  readonly coordinator: readonly string[];
}

/** Citus stores a table by one of these functions. Rows that a table has stay in it. */
const DISTRIBUTE = 'SELECT create_distributed_table($1, $2)';
const COPY = 'SELECT create_reference_table($1)';
const MAKE_KNOWN = 'SELECT citus_add_local_table_to_metadata($1)';

/** Throws {@link StartFailure} if the database is not the coordinator of a cluster of Citus, or the workers do not know it. */
export const requireCitus = async (dataSource: DataSource): Promise<void> => {
  if (!(await hasRows(dataSource, "SELECT 1 FROM pg_extension WHERE extname = 'citus'")))
    throw new StartFailure(
      '--distribute: the database must have the extension citus; run CREATE EXTENSION citus in it on every node of the cluster, or leave out --distribute',
    );
  if (!(await hasRows(dataSource, 'SELECT 1 FROM pg_dist_node WHERE groupid = 0')))
    throw new StartFailure(
      "--distribute: the workers must know the coordinator; run SELECT citus_set_coordinator_host('NAME') on the coordinator, with the name by which the workers reach it",
    );
};

/** Whether Citus distributes the tables of this database. */
export const isDistributed = async (runner: QueryRunner): Promise<boolean> =>
  (await hasRows(runner, "SELECT 1 FROM pg_extension WHERE extname = 'citus'")) &&
  (await storedByCitus(runner)).has('clients');

/** Makes Citus store the tables that it does not store yet, in the transaction of `runner`. Gives these tables. */
export const distribute = async (runner: QueryRunner): Promise<MadeTables> => {
  const stored = await storedByCitus(runner);
  const isNew = (table: string): boolean => !stored.has(table);
  const distributed = Object.entries(DISTRIBUTED_TABLES).filter(([table]) => isNew(table));
  const reference = REFERENCE_TABLES.filter(isNew);
  const coordinator = COORDINATOR_TABLES.filter(isNew);
  for (const table of reference) await runner.query(COPY, [table]);
  for (const [table, column] of distributed) await runner.query(DISTRIBUTE, [table, column]);
  for (const table of coordinator) await runner.query(MAKE_KNOWN, [table]);
  return { distributed: distributed.map(([table]) => table), reference, coordinator };
};

const storedByCitus = async (runner: QueryRunner): Promise<ReadonlySet<string>> => {
  const rows = (await runner.query('SELECT CAST(logicalrelid AS text) AS name FROM pg_dist_partition')) as Row[];
  return new Set(rows.map(({ name }) => name));
};

interface Row {
  readonly name: string;
}

const hasRows = async (on: DataSource | QueryRunner, text: string): Promise<boolean> =>
  ((await on.query(text)) as unknown[]).length > 0;
