import type { DataSource } from 'typeorm';
import { databaseKind } from './test-database';

/** How the database would run a statement. */
export interface QueryPlan {
  /** The steps that read a table or an index from end to end, or sort what no index has in order. */
  readonly scans: readonly string[];
  /** The indexes that it uses. */
  readonly indexes: readonly string[];
}

/** The plan of a statement whatever its parameters are; the statement is not run. */
export const planOf = (dataSource: DataSource, statement: string): Promise<QueryPlan> =>
  databaseKind === 'sqlite' ? planOfSqlite(dataSource, statement) : planOfPostgres(dataSource, statement);

/** What grows with what is registered: the other tables hold as many rows as there are algorithms, or migrations. */
const GROWING =
  "('clients', 'expiring_entries', 'idempotent_answers', 'events', 'log_entries', 'checkpoints', 'client_terms')";

/** The names of all indexes of the tables that grow. */
export const indexesOf = async (dataSource: DataSource): Promise<string[]> => {
  const found = await dataSource.query<{ name: string }[]>(
    databaseKind === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ${GROWING}`
      : `SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ${GROWING}`,
  );
  return found.map(({ name }) => name);
};

/** The parameters of a statement, and a part of it with a LIMIT: both are read from end to end. */
const BOUNDED = ['asked', 'bounded'];

/** SQLite plans without regard to the number of rows. What it may read from end to end is written in the statement itself. */
const planOfSqlite = async (dataSource: DataSource, statement: string): Promise<QueryPlan> => {
  const steps = await dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${statement}`);
  const details = steps.map(({ detail }) => detail);
  return {
    scans: details.filter(
      (detail) =>
        /^SCAN (?!CONSTANT|\d|jsonb?_each)|ANY\(|TEMP B-TREE/.test(detail) &&
        !BOUNDED.some((part) => detail === `SCAN ${part}`),
    ),
    indexes: details.flatMap((detail) => / INDEX (\S+)/.exec(detail)?.[1] ?? []),
  };
};

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Conflict Arbiter Indexes'?: readonly string[];
  readonly Plans?: readonly Node[];
}

/**
 * PostgreSQL scans and sorts small tables whatever their indexes are, unless its settings forbid that. Then it goes through an index
 * from end to end before it scans: which it does where no condition binds the first column of the index.
 */
const planOfPostgres = async (dataSource: DataSource, statement: string): Promise<QueryPlan> => {
  const [columns, nodes] = await dataSource.transaction(async (manager) => {
    for (const way of ['seqscan', 'bitmapscan', 'sort']) await manager.query(`SET LOCAL enable_${way} = off`);
    const [explained] = await manager.query<[{ 'QUERY PLAN': [{ Plan: Node }] }]>(
      `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement}`,
    );
    return [await firstColumns(dataSource), nodesOf(explained['QUERY PLAN'][0].Plan)] as const;
  });
  const isScan = ({ 'Node Type': type, 'Index Name': index = '', 'Index Cond': condition = '' }: Node): boolean => {
    const column = columns.get(index);
    return (
      type === 'Seq Scan' ||
      type === 'Sort' ||
      (column !== undefined && !new RegExp(`\\(${column}[ ,]`).test(condition.replaceAll('"', '')))
    );
  };
  return {
    scans: nodes.filter(isScan).map((node) => JSON.stringify({ ...node, Plans: undefined })),
    indexes: nodes.flatMap((node) => [node['Index Name'] ?? [], node['Conflict Arbiter Indexes'] ?? []].flat()),
  };
};

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Of the indexes of whole tables: one with a condition may well be read from end to end. */
const firstColumns = async (dataSource: DataSource): Promise<ReadonlyMap<string, string>> => {
  const rows = await dataSource.query<{ index: string; first: string }[]>(
    'SELECT c.relname AS index, a.attname AS first FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid ' +
      'JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] ' +
      'WHERE i.indpred IS NULL',
  );
  return new Map(rows.map(({ index, first }) => [index, first]));
};
