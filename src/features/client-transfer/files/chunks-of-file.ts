import { createReadStream } from 'node:fs';
import { RefusedOperation } from '../../../core/errors/refused-operation';

/**
 * The bytes of a file in UTF-8. Throws {@link RefusedOperation} for a file in another encoding, whose secrets would
 * otherwise change, and the error of the file system.
 */
export async function* chunksOfFile(path: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(path)) {
    requireUtf8(() => decoder.decode(chunk as Buffer, { stream: true }));
    yield chunk as Buffer;
  }
  requireUtf8(() => decoder.decode());
}

const requireUtf8 = (decode: () => string): void => {
  try {
    decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new RefusedOperation('invalid', 'file', 'must be UTF-8; convert it with iconv');
    throw error;
  }
};
