import { readdir, rm } from 'node:fs/promises';

/**
 * Removes the temporary folder of the run, and fails the run where a test has left something in it. The next run of
 * `npm run test:watch` makes another one.
 */
export default async (): Promise<void> => {
  if (globalThis.temporaryFolder === undefined) return;
  const { own, usual } = globalThis.temporaryFolder;
  globalThis.temporaryFolder = undefined;
  process.env['TMPDIR'] = usual;
  const left = await readdir(own);
  await rm(own, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`tests left in the temporary folder: ${left.join(', ')}`);
};
