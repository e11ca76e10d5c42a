import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPrograms, type JestRun } from './build-programs';
import { prepareDatabase } from './prepare-database';

declare global {
  var sqliteFolder: string | undefined;
}

/** One prepared SQLite file for the whole run, to be copied by each application. */
export default async (run: JestRun): Promise<void> => {
  await buildPrograms(run);
  globalThis.sqliteFolder = await mkdtemp(join(tmpdir(), 'clientele-sqlite-'));
  const file = join(globalThis.sqliteFolder, 'prepared.sqlite');
  await prepareDatabase(`sqlite:${file}`);
  process.env['TEST_SQLITE_FILE'] = file;
};
