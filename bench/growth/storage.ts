import type { Sql } from './database';

/** The size of a table or of one of its indexes. */
export interface Storage {
  readonly name: string;
  readonly table: string;
  readonly isIndex: boolean;
  readonly bytes: number;
}

const TABLES = "('clients', 'expiring_entries')";

/** Every page of the file is visited for SQLite, so this takes seconds for gigabytes. */
const SQLITE = `
  SELECT m.name, m.tbl_name AS "table", m.type = 'index' AS "isIndex", sum(s.pgsize) AS bytes
  FROM dbstat s JOIN sqlite_master m ON m.name = s.name WHERE m.tbl_name IN ${TABLES}
  GROUP BY m.name, m.tbl_name, m.type ORDER BY m.tbl_name, "isIndex", m.name`;

const POSTGRES = `
  SELECT c.relname AS name, t.relname AS "table", c.oid <> t.oid AS "isIndex",
    CASE WHEN c.oid = t.oid THEN pg_table_size(c.oid) ELSE pg_relation_size(c.oid) END AS bytes
  FROM pg_class t JOIN pg_class c ON c.oid = t.oid OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid)
  WHERE t.relname IN ${TABLES} AND t.relkind = 'r' ORDER BY t.relname, "isIndex", c.relname`;

/** The tables that grow and their indexes. */
export const storageOf = async (sql: Sql): Promise<Storage[]> => {
  const rows = await sql.all<Record<'name' | 'table' | 'isIndex' | 'bytes', unknown>>(
    sql.engine === 'sqlite' ? SQLITE : POSTGRES,
  );
  return rows.map(({ name, table, isIndex, bytes }) => ({
    name: String(name),
    table: String(table),
    isIndex: Boolean(isIndex),
    bytes: Number(bytes),
  }));
};
