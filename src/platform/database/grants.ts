import type { DataSource } from 'typeorm';
import { StartFailure } from '../config/start-failure';

/** What the user of the server does with tables. It changes none of them: migrations do. */
const NEEDED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

interface Lack {
  readonly name: string;
  readonly privilege: string;
}

/**
 * The privileges that the user of this connection to PostgreSQL lacks on the tables of the server. `to_regclass` gives null
 * for a table that is not there.
 */
const lacksOf = async (dataSource: DataSource): Promise<readonly Lack[]> => {
  const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName).sort();
  const pairs = [{ name: 'migrations', privilege: 'SELECT' }].concat(
    tables.flatMap((name) => NEEDED.map((privilege) => ({ name, privilege }))),
  );
  return dataSource.query<Lack[]>(
    `SELECT name, privilege FROM (VALUES ${pairs.map((_, at) => `($${2 * at + 1}, $${2 * at + 2})`).join(', ')}) AS needed (name, privilege)
     WHERE NOT has_table_privilege(to_regclass(name), privilege)`,
    pairs.flatMap(({ name, privilege }) => [name, privilege]),
  );
};

/** Throws {@link StartFailure}, which names them, if privileges are missing that the server needs on its tables. */
export const requireGrants = async (dataSource: DataSource): Promise<void> => {
  const lacks = await lacksOf(dataSource);
  if (lacks.length === 0) return;
  const privileges = [...new Set(lacks.map(({ privilege }) => privilege))].join(', ');
  const [first, ...others] = new Set(lacks.map(({ name }) => name));
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  throw new StartFailure(
    `DATABASE_URL: the user of the database may not ${privileges} on the table ${first}${more}; as the owner of the tables, GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public to it`,
  );
};
