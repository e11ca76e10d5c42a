import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './cleanup';

/** A temporary folder of this run, gone at its end. */
export const temporaryFolder = async (within = tmpdir()): Promise<string> => {
  const folder = await mkdtemp(join(within, 'clientele-bench-'));
  await chmod(folder, 0o755);
  const options = { recursive: true, force: true, maxRetries: 3 };
  atEnd(
    () => rm(folder, options),
    () => {
      rmSync(folder, options);
    },
  );
  return folder;
};
