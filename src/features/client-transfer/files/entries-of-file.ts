import { JSONParser } from '@streamparser/json';
import { parseJson } from '../../../core/json/json';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { chunksOfFile } from './chunks-of-file';
import { layoutOf } from './file-layout';
import { linesOfFile, MOST_BYTES_OF_CLIENT } from './lines-of-file';
import { throwUnreadable } from './unreadable-file';

/** The places in an object where the list of clients may be. */
type Lists = readonly (readonly string[])[];

/**
 * The clients of a file in their order, one at a time, so that a file of any size takes the same memory. `undefined` is a
 * line that is not JSON, or too long. Throws {@link RefusedOperation} if the file cannot be read, is not JSON, or has no
 * list of clients.
 */
export async function* entriesOfFile(path: string, lists: Lists): AsyncGenerator {
  try {
    const layout = await layoutOf(path, lists);
    if (layout === 'lines') yield* entriesInLines(path);
    else if (layout === 'list') yield* entriesInList(path);
    else yield* entriesInObject(path, lists);
  } catch (error) {
    throwUnreadable(error);
  }
}

async function* entriesInLines(path: string): AsyncGenerator {
  for await (const line of linesOfFile(path))
    if (line === undefined) yield undefined;
    else if (line.trim() !== '') yield parseJson(line.replace(/^\uFEFF/, ''));
}

async function* entriesInList(path: string): AsyncGenerator {
  let bytes = 0;
  for await (const { values, read } of valuesAt(path, ['$.*'])) {
    bytes = values.length > 0 ? 0 : bytes + read;
    if (bytes > MOST_BYTES_OF_CLIENT)
      throw refusal(`must have no client of more than ${MOST_BYTES_OF_CLIENT} bytes; correct or remove it`);
    yield* values;
  }
}

async function* entriesInObject(path: string, lists: Lists): AsyncGenerator {
  const places = lists.map((list) => ['$', ...list].join('.'));
  let hasEntries = false;
  for await (const { values } of valuesAt(
    path,
    places.map((place) => `${place}.*`),
  )) {
    hasEntries ||= values.length > 0;
    yield* values;
  }
  if (!hasEntries) await requireEmptyList(path, places);
}

/** An object without clients must say so: otherwise it is another file than it was taken for. */
const requireEmptyList = async (path: string, places: readonly string[]): Promise<void> => {
  for await (const { values } of valuesAt(path, places)) if (values.some(Array.isArray)) return;
  const member = places.map((place) => ` at ${place.slice('$.'.length)}`).join(', or');
  throw refusal(`must have a list of clients${member}, or a client in each line; give the export of this server`);
};

/** For each chunk of a file its length and the values at some places. Everything else is passed over. */
async function* valuesAt(
  path: string,
  paths: readonly string[],
): AsyncGenerator<{ readonly values: readonly unknown[]; readonly read: number }> {
  const parser = new JSONParser({ paths: [...paths], keepStack: false });
  let values: unknown[] = [];
  parser.onValue = ({ value }) => {
    values.push(value);
  };
  parser.onError = (cause) => {
    throw refusal(`must be JSON from its beginning to its end: ${cause.message}`);
  };
  for await (const chunk of chunksOfFile(path)) {
    parser.write(chunk);
    yield { values, read: chunk.length };
    values = [];
  }
  if (!parser.isEnded) throw refusal('must be complete JSON; it ends too early');
}

const refusal = (sentence: string): RefusedOperation => new RefusedOperation('invalid', 'file', sentence);
