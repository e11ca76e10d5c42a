import type { PoolConfig } from 'pg';
import { parse } from 'pg-connection-string';
import { requirePostgresUrl } from '../config/postgres-url';
import { StartFailure } from '../config/start-failure';
import type { HostChoice } from './postgres-hosts';

/** Where to connect to, and as which user. All members are there, so that they replace those of another address. */
export type PostgresAddress = Pick<
  PoolConfig,
  'host' | 'port' | 'user' | 'password' | 'database' | 'ssl' | 'options'
> & {
  readonly choice: HostChoice;
  /** How the server appears in `pg_stat_activity`. */
  readonly application_name: string;
  /** Whether SCRAM is bound to the TLS connection if PostgreSQL offers that. */
  readonly enableChannelBinding: boolean;
};

/** How the server appears in `pg_stat_activity` if its address has no other name. */
export const APPLICATION_NAME = 'clientele';

const READ_ONLY: Readonly<Record<string, boolean>> = {
  'read-write': false,
  primary: false,
  'read-only': true,
  standby: true,
};

/**
 * Reads an address as libpq does, the files of `sslrootcert`, `sslcert` and `sslkey` too. Without `sslmode` the connection
 * is not encrypted, whatever `PGSSLMODE` says. Throws {@link StartFailure} if a file cannot be read.
 */
export const postgresAddress = (databaseUrl: string): PostgresAddress => {
  const { hosts, parameters, ofFirstHost } = requirePostgresUrl(databaseUrl);
  const { user, password, database, ssl = false, options } = readFiles(ofFirstHost);
  return {
    ...hosts[0],
    user,
    password,
    database: database ?? undefined,
    ssl: ssl as PoolConfig['ssl'],
    options,
    application_name: parameters.get('application_name') ?? APPLICATION_NAME,
    enableChannelBinding: (parameters.get('channel_binding') ?? 'disable') !== 'disable',
    choice: { hosts, readOnly: READ_ONLY[parameters.get('target_session_attrs') ?? ''] },
  };
};

const readFiles = (url: string): ReturnType<typeof parse> => {
  try {
    // The driver has the certificates of the system unless it is given others.
    return parse(url.replace(/sslrootcert=system(?=&|$)/, ''), { useLibpqCompat: true });
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    if (path === undefined) throw cause;
    throw new StartFailure(
      `the connection to PostgreSQL: cannot read ${path} (${code ?? ''}); correct its name in the address, or make it readable for this user`,
      { cause },
    );
  }
};
