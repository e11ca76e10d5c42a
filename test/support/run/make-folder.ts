import { chmod, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare global {
  var temporaryFolder: string | undefined;
}

/** The memory of Linux as a file system. */
const SHARED_MEMORY = '/dev/shm';
const NEEDED_BYTES = 1e9;

/** Gives the run a temporary folder of its own: all that its tests and their processes make is made in there. */
export default async (): Promise<void> => {
  const folder = await mkdtemp(join((await hasRoom(SHARED_MEMORY)) ? SHARED_MEMORY : tmpdir(), 'clientele-run-'));
  await chmod(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  globalThis.temporaryFolder = folder;
  process.env['TMPDIR'] = folder;
};

/** A copy of a database in PostgreSQL is 900 files: some disks take 300 ms to make them, memory takes 10 ms. */
const hasRoom = async (folder: string): Promise<boolean> => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize > NEEDED_BYTES;
  } catch {
    return false; // not Linux
  }
};
