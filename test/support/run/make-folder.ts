import { chmod, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare global {
  /** That of the run, and that of the machine. */
  var temporaryFolder: { readonly own: string; readonly usual: string } | undefined;
}

/** The memory of Linux as a file system. */
const SHARED_MEMORY = '/dev/shm';
const NEEDED_BYTES = 1e9;

/**
 * Gives the run a temporary folder of its own: all that its tests and their processes make is made in there. jest calls this
 * after the setups of its projects, which call it first; a second call does nothing.
 */
const makeFolder = async (): Promise<void> => {
  if (globalThis.temporaryFolder !== undefined) return;
  const usual = tmpdir();
  const own = await mkdtemp(join((await hasRoom(SHARED_MEMORY)) ? SHARED_MEMORY : usual, 'clientele-run-'));
  await chmod(own, 0o755); // as root, PostgreSQL runs as a user of its own
  globalThis.temporaryFolder = { own, usual };
  process.env['TMPDIR'] = own;
};

export default makeFolder;

/** A copy of a database in PostgreSQL is 900 files: some disks take 300 ms to make them, memory takes 10 ms. */
const hasRoom = async (folder: string): Promise<boolean> => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize > NEEDED_BYTES;
  } catch {
    return false; // not Linux
  }
};
