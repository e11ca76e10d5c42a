/** The primary keys have names of the database's own making. */
export interface IndexUse {
  /** The table, and what its storage is called on either database. */
  readonly table: string;
  readonly index: RegExp;
  readonly columns: string;
  /** The query that needs it, and whose it is. */
  readonly neededBy: string;
}

/** Every index of the tables that grow. test/platform/database/query-plans.database.e2e-spec.ts sees to it that there is no other and none idle. */
export const INDEX_USES: readonly IndexUse[] = [
  {
    table: 'clients',
    index: /^(PK_|sqlite_autoindex_clients)/,
    columns: 'client_id',
    neededBy: 'every request: the client by its identifier; lists: the page behind an identifier',
  },
  {
    table: 'clients',
    index: /^clients_software_instance$/,
    columns: 'software_instance, unique, of those that have one',
    neededBy: 'registrations with a software statement of an issuer with single_instance: who has it; two at once',
  },
  {
    table: 'clients',
    index: /^clients_of_environment$/,
    columns: 'origin, of the one client of the environment',
    neededBy: 'each start: is there an older client of the environment',
  },
  {
    table: 'expiring_entries',
    index: /^(PK_|sqlite_autoindex_expiring_entries)/,
    columns: 'purpose, id',
    neededBy: 'every use of an access token here: was it revoked; every assertion, proof and statement: was it used',
  },
  {
    table: 'expiring_entries',
    index: /^expiring_entries_expires_at$/,
    columns: 'expires_at',
    neededBy: 'the sweep, once a minute: what has expired',
  },
];
