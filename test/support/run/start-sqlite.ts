import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPrograms, type JestRun } from './build-programs';
import { migrateDatabase, prepareDatabase } from './prepare-database';

declare global {
  var sqliteFolder: string | undefined;
}

/** SQLite files for the whole run, to be copied by each application. */
export default async (run: JestRun): Promise<void> => {
  await buildPrograms(run);
  globalThis.sqliteFolder = await mkdtemp(join(tmpdir(), 'clientele-sqlite-'));
  const [migrated, prepared] = ['migrated', 'prepared'].map((name) => join(globalThis.sqliteFolder ?? '', name)) as [
    string,
    string,
  ];
  await migrateDatabase(`sqlite:${migrated}`);
  await copyFile(migrated, prepared);
  await prepareDatabase(`sqlite:${prepared}`);
  process.env['TEST_SQLITE_FOLDER'] = globalThis.sqliteFolder;
};
