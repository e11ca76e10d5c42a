import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../scripts/databases';
import { atEnd } from './cleanup';
import { parentOf } from './process-usage';

/** One PostgreSQL server for all who need a database of their own. */
export interface PostgresServer {
  readonly version: string;
  /** The parent of all processes of the server, if the system shows it. */
  readonly pid: number | undefined;
  /** Makes an empty database and gives its address. */
  database(name: string): Promise<string>;
}

/** Starts it with its data in a folder of this run. */
export const startDatabaseServer = async (folder: string): Promise<PostgresServer> => {
  const server = await startPostgres({ kept: join(folder, 'postgres') });
  const { url } = server;
  atEnd(() => server.stop());
  return {
    ...(await connected(url, describe)),
    database: async (name) => {
      await connected(url, (client) => client.query(`CREATE DATABASE ${name}`));
      return url.replace(/postgres$/, name);
    },
  };
};

/** The process of an open connection is a child of the one that is looked for. */
const describe = async (client: Client): Promise<Pick<PostgresServer, 'version' | 'pid'>> => {
  const { rows } = await client.query<{ version: string; pid: number }>(
    "SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid",
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL does not answer');
  return { version: row.version, pid: parentOf(row.pid) };
};

const connected = async <Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
