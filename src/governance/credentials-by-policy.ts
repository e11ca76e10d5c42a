import type { DataSource } from 'typeorm';
import { execute } from '../platform/database/execute';

/** A policy, and the credentials that it is attached to. */
export interface CredentialsOfPolicy {
  readonly policy: string;
  readonly count: number;
  /** The smallest of their identifiers. */
  readonly first: string;
}

/** A table of credentials whose `details` may name a policy, and those of its rows that count: `$1` is a moment. */
interface CredentialTable {
  readonly table: string;
  readonly id: string;
  readonly isActive: string;
}

/** The policies of the active credentials of a table, counted by the database: one statement, a row for each policy. */
export const credentialsByPolicy = async (
  dataSource: DataSource,
  { table, id, isActive }: CredentialTable,
  at: Date,
): Promise<readonly CredentialsOfPolicy[]> => {
  const policy = dataSource.options.type === 'postgres' ? `details::json->>'policy'` : `details->>'policy'`;
  const text = `SELECT policy, count(*) AS count, min(id) AS first
    FROM (SELECT ${id} AS id, ${policy} AS policy FROM ${table} WHERE ${isActive}) AS active
    WHERE policy IS NOT NULL GROUP BY policy ORDER BY policy`;
  const rows = await execute(dataSource, text, [at.getTime()]);
  return rows.map((row) => ({
    policy: row['policy'] as string,
    count: Number(row['count']),
    first: row['first'] as string,
  }));
};
