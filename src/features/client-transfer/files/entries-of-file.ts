import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { JSONParser } from '@streamparser/json';
import { parseJson } from '../../../core/json/json';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { layoutOf } from './file-layout';
import { throwUnreadable } from './unreadable-file';

/** Where an object has the list of clients. */
type Lists = readonly (readonly string[])[];

/**
 * The clients of a file in their order, one at a time, so that a file of any size takes the same memory. `undefined` is a
 * line that is not JSON. Throws {@link RefusedOperation} if the file cannot be read or is not JSON.
 */
export async function* entriesOfFile(path: string, lists: Lists): AsyncGenerator {
  try {
    const layout = await layoutOf(path, lists);
    if (layout === 'lines') yield* linesOf(path);
    else yield* valuesAt(path, layout === 'list' ? [[]] : lists);
  } catch (error) {
    throwUnreadable(error);
  }
}

async function* linesOf(path: string): AsyncGenerator {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    if (line.trim() !== '') yield parseJson(line.replace(/^\uFEFF/, ''));
}

/** The items of the lists at these places. Everything else in the file is passed over. */
async function* valuesAt(path: string, lists: Lists): AsyncGenerator {
  const parser = new JSONParser({ paths: lists.map((list) => ['$', ...list, '*'].join('.')), keepStack: false });
  let found: unknown[] = [];
  parser.onValue = ({ value }) => {
    found.push(value);
  };
  parser.onError = (cause) => {
    throw new RefusedOperation('invalid', 'file', `must be JSON from its beginning to its end: ${cause.message}`);
  };
  for await (const chunk of createReadStream(path)) {
    parser.write(chunk as Buffer);
    yield* found;
    found = [];
  }
  if (!parser.isEnded) throw new RefusedOperation('invalid', 'file', 'must be complete JSON; it ends too early');
}
