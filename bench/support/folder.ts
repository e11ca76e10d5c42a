import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './cleanup';

/** A temporary folder of this run, gone at its end. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-'));
  await chmod(folder, 0o755);
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
};
