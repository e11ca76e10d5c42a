import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { throwUnreadable } from './unreadable-file';

/** The SHA-256 of a file in base64url. Throws `RefusedOperation` if it cannot be read. */
export const digestOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch(throwUnreadable);
  return hash.digest('base64url');
};
