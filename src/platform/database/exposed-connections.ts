import type { Environment } from '../config/environment';
import { isLocal, parsePostgresUrl } from '../config/postgres-url';

/** A connection over a network that others can read or take over, and the remedy. */
export interface ExposedConnection {
  readonly finding: string;
  readonly remedy: string;
}

/** The connections to PostgreSQL on other machines that are not encrypted, or whose server is not verified. */
export const exposedConnections = ({
  DATABASE_URL,
  DATABASE_REPLICA_URLS,
}: Pick<Environment, 'DATABASE_URL' | 'DATABASE_REPLICA_URLS'>): readonly ExposedConnection[] => {
  const named = [
    ['DATABASE_URL', DATABASE_URL],
    ...DATABASE_REPLICA_URLS.map((url) => ['DATABASE_REPLICA_URLS', url] as const),
  ] as const;
  const exposed = named.flatMap(([variable, url]) => exposureOf(variable, url) ?? []);
  return exposed.filter(({ finding }, index) => exposed.findIndex((other) => other.finding === finding) === index);
};

const exposureOf = (variable: string, url: string): ExposedConnection | undefined => {
  const address = parsePostgresUrl(url);
  if (!address || address.hosts.every(isLocal)) return undefined;
  const { parameters } = address;
  const mode = parameters.get('sslmode') ?? 'disable';
  const remedy = `add sslmode=verify-full to ${variable}`;
  if (mode === 'disable') return { finding: `the connection of ${variable} to PostgreSQL is not encrypted`, remedy };
  return mode === 'require' && !parameters.has('sslrootcert')
    ? { finding: `the connection of ${variable} does not verify the server of PostgreSQL`, remedy }
    : undefined;
};
