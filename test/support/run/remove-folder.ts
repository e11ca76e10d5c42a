import { readdir, rm } from 'node:fs/promises';

/** Removes the temporary folder of the run, and fails the run where a test has left something in it. */
export default async (): Promise<void> => {
  const folder = globalThis.temporaryFolder;
  if (folder === undefined) return;
  const left = await readdir(folder);
  await rm(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`tests left in the temporary folder: ${left.join(', ')}`);
};
