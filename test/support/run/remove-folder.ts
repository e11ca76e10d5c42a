import { readdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Removes the temporary folder of the run, and fails the run where a test has left something in it. The next run of
 * `npm run test:watch` makes another one beside it.
 */
export default async (): Promise<void> => {
  const folder = globalThis.temporaryFolder;
  if (folder === undefined) return;
  process.env['TMPDIR'] = dirname(folder);
  const left = await readdir(folder);
  await rm(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`tests left in the temporary folder: ${left.join(', ')}`);
};
