import type { DataSource } from 'typeorm';
import { execute } from '../platform/database/execute';

/** A policy, and the credentials that it is attached to. */
export interface CredentialsOfPolicy {
  readonly policy: string;
  readonly count: number;
  /** The smallest of their identifiers. */
  readonly first: string;
}

/** A table of credentials whose `details` may name a policy, and those of its rows that count: `$2` is a moment. */
interface CredentialTable {
  readonly table: string;
  readonly id: string;
  readonly isActive: string;
}

const PAGE = 1000;

/** The policies of the active credentials of a table. Only those with a policy are read, by pages. */
export const credentialsByPolicy = async (
  dataSource: DataSource,
  { table, id, isActive }: CredentialTable,
  at: Date,
): Promise<readonly CredentialsOfPolicy[]> => {
  const policy = dataSource.options.type === 'postgres' ? `details::json->>'policy'` : `details->>'policy'`;
  const text = `SELECT ${id} AS id, ${policy} AS policy FROM ${table}
    WHERE ${id} > $1 AND ${isActive} AND ${policy} IS NOT NULL ORDER BY ${id} LIMIT ${PAGE}`;
  const found = new Map<string, CredentialsOfPolicy>();
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows = (await execute(dataSource, text, [after, at.getTime()])) as { id: string; policy: string }[];
    for (const { id: first, policy: name } of rows)
      found.set(name, { policy: name, first, ...found.get(name), count: (found.get(name)?.count ?? 0) + 1 });
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id;
  }
  return [...found.values()];
};
