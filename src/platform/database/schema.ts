import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { StartFailure } from '../config/start-failure';

/** How the migrations applied to a database differ from those of this program. */
export interface SchemaDifference {
  readonly missing: readonly string[];
  /** Newer than all migrations of this program, which is older than the schema. */
  readonly newer: readonly string[];
  /** Not newer, and unknown: of another program, or of a version that was never released. */
  readonly unknown: readonly string[];
}

/**
 * Compares the schema of a database with this program; changes nothing. Throws {@link StartFailure} if migrations
 * cannot bring the schema up to date. A newer schema only causes a warning, because nodes may be replaced one by one.
 * Returns whether migrations are missing.
 */
export const isBehind = async (dataSource: DataSource): Promise<boolean> => {
  const { missing, newer, unknown } = await schemaDifference(dataSource);
  if (unknown.length > 0)
    throw new StartFailure(
      `DATABASE_URL: the schema was made by migrations that this program does not know (${unknown.join(', ')}); use the version that made it, or an empty database`,
    );
  if (newer.length > 0)
    new Logger('database').warn(
      `the schema is newer than this program, which does not know ${newer.join(', ')}; replace it by the newer version soon`,
    );
  return missing.length > 0;
};

/** Compares the migrations that were applied to a database with those of this program; changes nothing. */
export const schemaDifference = async (dataSource: DataSource): Promise<SchemaDifference> => {
  const known = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const applied = await appliedTo(dataSource);
  const newest = Math.max(...known.map(timestampOf));
  const foreign = applied.filter((name) => !known.includes(name));
  return {
    missing: known.filter((name) => !applied.includes(name)),
    newer: foreign.filter((name) => timestampOf(name) > newest),
    unknown: foreign.filter((name) => !(timestampOf(name) > newest)),
  };
};

const appliedTo = async (dataSource: DataSource): Promise<string[]> => {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
    const rows = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
};

/** The names of migrations end with the time of their creation, in 13 digits. */
const timestampOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0]);
