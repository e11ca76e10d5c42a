/** The path of the SQLite file of a `DATABASE_URL`, `:memory:`, or nothing for PostgreSQL. */
export const sqlitePathOf = (databaseUrl: string): string | undefined =>
  databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
