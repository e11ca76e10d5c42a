import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATED, PREPARED } from '../postgres-databases';
import { buildPrograms, type JestRun } from './build-programs';
import makeFolder from './make-folder';
import { prepareDatabase } from './prepared-databases';

declare global {
  var sqliteFolder: string | undefined;
}

/** SQLite files for the whole run, to be copied by each application. */
export default async (run: JestRun): Promise<void> => {
  await makeFolder();
  await buildPrograms(run);
  globalThis.sqliteFolder = await mkdtemp(join(tmpdir(), 'clientele-sqlite-'));
  const fileOf = (name: string): string => join(globalThis.sqliteFolder ?? '', name);
  await prepareDatabase(`sqlite:${fileOf(MIGRATED)}`);
  await copyFile(fileOf(MIGRATED), fileOf(PREPARED));
  await prepareDatabase(`sqlite:${fileOf(PREPARED)}`, 'keys');
  process.env['TEST_SQLITE_FOLDER'] = globalThis.sqliteFolder;
};
