import { open, rm } from 'node:fs/promises';
import { StartFailure } from './start-failure';

const OWNER_ONLY = 0o600;

/**
 * Creates a file that only its owner can read, whatever the umask is, and writes a text to it. Throws {@link StartFailure}
 * if the name is taken, also by a symbolic link that leads to no file, or if the file cannot be written; `argument` is the
 * name of the path in the usage.
 */
export const createPrivateFile = async (argument: string, path: string, text: string): Promise<void> => {
  try {
    const file = await open(path, 'wx', OWNER_ONLY); // O_EXCL follows no symbolic link
    try {
      await file.chmod(OWNER_ONLY);
      await file.writeFile(text);
      await file.sync();
    } catch (cause) {
      await rm(path, { force: true });
      throw cause;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new StartFailure(
      `${argument}: cannot create the file: ${(cause as Error).message}; name a new file in a folder that exists and that you may write to`,
      { cause },
    );
  }
};
