import { startPostgres, type TemporaryPostgres } from '../../../scripts/databases';
import { createDatabase, MIGRATED, PREPARED } from '../postgres-databases';
import { buildPrograms, type JestRun } from './build-programs';
import makeFolder from './make-folder';
import { prepareDatabase } from './prepared-databases';

declare global {
  var temporaryPostgres: TemporaryPostgres | undefined;
}

/** Nothing here outlives a crash of the machine, so that nothing is flushed to the disk; and the log stays small. */
const FLAGS = ['fsync=off', 'full_page_writes=off', 'max_wal_size=64MB'].flatMap((setting) => ['-c', setting]);

/** One real PostgreSQL for the whole run, with databases to be copied by each application. */
export default async (run: JestRun): Promise<void> => {
  await makeFolder();
  await buildPrograms(run);
  globalThis.temporaryPostgres = await startPostgres({ flags: FLAGS });
  const { url } = globalThis.temporaryPostgres;
  await prepareDatabase(await createDatabase(url, MIGRATED));
  await prepareDatabase(await createDatabase(url, PREPARED, MIGRATED), 'keys');
  process.env['TEST_POSTGRES_URL'] = url;
};
