import type { DataSource } from 'typeorm';
import { StartFailure } from '../../config/start-failure';

/** A table that the target of a copy has until the copy is complete. No migration makes it. */
const TABLE = 'registry_copy';

/** Marks a database as the unfinished copy of a source, which is an address without credentials. */
export const markUnfinished = async (target: DataSource, source: string): Promise<void> => {
  await target.query(`CREATE TABLE ${TABLE} (source text PRIMARY KEY)`);
  await target.query(`INSERT INTO ${TABLE} (source) VALUES ($1)`, [source]);
};

/** Of which source a database is the unfinished copy; nothing if it is none. */
export const unfinishedCopyOf = async (database: DataSource): Promise<string | undefined> => {
  const runner = database.createQueryRunner();
  try {
    if (!(await runner.hasTable(TABLE))) return undefined;
    const rows = (await runner.query(`SELECT source FROM ${TABLE}`)) as { source: string }[];
    return rows[0]?.source ?? '';
  } finally {
    await runner.release();
  }
};

/** The copy is complete: servers may use it. */
export const markFinished = async (target: DataSource): Promise<void> => {
  await target.query(`DROP TABLE ${TABLE}`);
};

/** Throws {@link StartFailure} if a copy into this database began and is not complete: clients would be missing. */
export const requireNoUnfinishedCopy = async (database: DataSource): Promise<void> => {
  const source = await unfinishedCopyOf(database);
  if (source !== undefined)
    throw new StartFailure(
      `DATABASE_URL: this database is an unfinished copy of ${source}; repeat the clientele copy that makes it, or use another database`,
    );
};
