import { readFile } from 'node:fs/promises';
import { StartFailure } from '../../platform/config/start-failure';

/** The text of a file. Throws {@link StartFailure} if it cannot be read; `argument` is its name in the usage. */
export const readText = async (argument: string, path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new StartFailure(`${argument} must be a readable file: ${(cause as Error).message}`, { cause });
  }
};
