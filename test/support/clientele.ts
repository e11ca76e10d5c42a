import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRET_KEYS } from './secret-keys';
import { type Ending, runProgram } from './server-process';
import type { TestDatabase } from './test-database';

/** Runs `clientele` with these words on a database, in a process and an empty folder of its own. */
export const clientele = async ({ url }: Pick<TestDatabase, 'url'>, ...words: readonly string[]): Promise<Ending> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-command-'));
  try {
    return await runProgram('commands/clientele', words, folder, { DATABASE_URL: url, SECRET_KEYS });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
