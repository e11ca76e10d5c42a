import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { StartFailure } from '../config/start-failure';

/** How the migrations that a database has seen differ from those of this program. */
interface Difference {
  readonly missing: readonly string[];
  /** Newer than all of this program: it was left behind. */
  readonly newer: readonly string[];
  /** Among those of this program, and none of them: a version that was never released, or another program. */
  readonly strange: readonly string[];
}

/**
 * Compares the schema of a database with this program, and changes nothing. Throws {@link StartFailure} for one that
 * cannot be brought up to date; one that is newer is a warning, as while nodes are replaced one by one. Gives whether
 * migrations are missing.
 */
export const isBehind = async (dataSource: DataSource): Promise<boolean> => {
  const { missing, newer, strange } = await differenceOf(dataSource);
  if (strange.length > 0)
    throw new StartFailure(
      `DATABASE_URL: the schema was made by migrations that this program does not know (${strange.join(', ')}); use the version that made it, or an empty database`,
    );
  if (newer.length > 0)
    new Logger('database').warn(
      `the schema is newer than this program, which does not know ${newer.join(', ')}; replace it by the newer version soon`,
    );
  return missing.length > 0;
};

const differenceOf = async (dataSource: DataSource): Promise<Difference> => {
  const known = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const seen = await seenBy(dataSource);
  const newest = Math.max(...known.map(timestampOf));
  const unknown = seen.filter((name) => !known.includes(name));
  return {
    missing: known.filter((name) => !seen.includes(name)),
    newer: unknown.filter((name) => timestampOf(name) > newest),
    strange: unknown.filter((name) => !(timestampOf(name) > newest)),
  };
};

const seenBy = async (dataSource: DataSource): Promise<string[]> => {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
    const rows = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
};

/** The names of migrations end with the moment that they were made at, in 13 digits. */
const timestampOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0]);
