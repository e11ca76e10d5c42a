import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare global {
  var temporaryFolder: string | undefined;
}

/** Gives the run a temporary folder of its own: all that its tests and their processes make is made in there. */
export default async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-run-'));
  await chmod(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  globalThis.temporaryFolder = folder;
  process.env['TMPDIR'] = folder;
};
