import { StartFailure } from '../../config/start-failure';
import { dataSourceOptions } from '../data-source-options';
import { migrateDistributed } from '../migrate';
import { unusable } from '../open-database';
import type { MadeTables } from './citus';

/**
 * Brings the schema of the database at `DATABASE_URL` up to date and makes Citus store its tables, in one transaction. It
 * may be repeated. Gives the tables that were changed. Throws {@link StartFailure} if the database is not one of Citus, or
 * cannot be used.
 */
export const distributeTables = async (databaseUrl: string): Promise<MadeTables> => {
  const options = dataSourceOptions(databaseUrl, true);
  if (options.type !== 'postgres')
    throw new StartFailure(
      '--distribute: DATABASE_URL must be the coordinator of a cluster of Citus; leave out --distribute for SQLite',
    );
  try {
    return await migrateDistributed(options);
  } catch (cause) {
    throw unusable('DATABASE_URL', databaseUrl, cause);
  }
};
