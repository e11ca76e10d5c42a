import { readFile } from 'node:fs/promises';
import { WrongCall } from './exit-codes';

/** The text of a file. Throws {@link WrongCall} if it cannot be read; `argument` is its name in the usage. */
export const readText = async (argument: string, path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WrongCall(`${argument} must be a readable file: ${(cause as Error).message}`, { cause });
  }
};
