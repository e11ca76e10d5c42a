import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRET_KEYS } from './secret-keys';
import { type Ending, runProgram } from './server-process';
import type { TestDatabase } from './test-database';

/** The database of a command, and variables besides. */
interface Installation extends Pick<TestDatabase, 'url'> {
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs `clientele` with these words on a database, in a process and an empty folder of its own. */
export const clientele = async ({ url, variables }: Installation, ...words: readonly string[]): Promise<Ending> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-command-'));
  try {
    return await runProgram('commands/clientele', words, folder, { ...variables, DATABASE_URL: url, SECRET_KEYS });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
