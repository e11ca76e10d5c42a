import { Database } from 'sqlite3';
import { Client } from 'pg';

/** One connection that understands the same statements on both databases: parameters are $1, $2. */
export interface Sql {
  readonly engine: Engine;
  all<Row>(statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  readonly close: () => Promise<void>;
}

export type Engine = 'sqlite' | 'postgres';

export const connect = async (url: string): Promise<Sql> => {
  const [, path] = /^sqlite:(.+)$/.exec(url) ?? [];
  return path === undefined ? connectPostgres(url) : connectSqlite(path);
};

const connectPostgres = async (url: string): Promise<Sql> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    engine: 'postgres',
    all: async <Row>(statement: string, parameters: readonly unknown[] = []) =>
      (await client.query(statement, [...parameters])).rows as Row[],
    close: () => client.end(),
  };
};

const connectSqlite = async (path: string): Promise<Sql> => {
  const database = await new Promise<Database>((resolve, reject) => {
    const opened = new Database(path, (error) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  database.configure('busyTimeout', 10_000);
  return {
    engine: 'sqlite',
    all: <Row>(statement: string, parameters: readonly unknown[] = []) =>
      new Promise<Row[]>((resolve, reject) => {
        // By their numbers: $1 is a name to SQLite, and names count in the order in which they stand.
        database.all<Row>(statement.replaceAll(/\$(\d)/g, '?$1'), [...parameters], (error, rows) => {
          if (error) reject(error);
          else resolve(rows);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
};
