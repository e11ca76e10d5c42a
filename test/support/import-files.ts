import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepTrack } from './close-leftovers';

/** The hand-made export of another server. */
export const exampleExport = (name: string): string => join(process.cwd(), 'docs/migrating', name);

/** Writes a file with this text, or with this JSON, which is removed after the test; gives its path. */
export const temporaryFile = async (content: unknown): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-file-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const path = join(folder, 'clients.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
