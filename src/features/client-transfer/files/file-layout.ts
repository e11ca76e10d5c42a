import { open } from 'node:fs/promises';
import { isObject, parseJson } from '../../../core/json/json';

/** How a file contains its clients: in a list, in a list within an object, or one in each line. */
export type FileLayout = 'list' | 'object' | 'lines';

/** So much is read to find out; a longer first line is no client. */
const HEAD_BYTES = 1024 * 1024;

/** The layout of a file. `lists` are the places in an object where the list may be: with one of them it is no client. */
export const layoutOf = async (path: string, lists: readonly (readonly string[])[]): Promise<FileLayout> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return layoutOfHead(buffer.toString('utf8', 0, bytesRead), lists);
  } finally {
    await file.close();
  }
};

/** The same for the first characters of a file. */
export const layoutOfHead = (head: string, lists: readonly (readonly string[])[]): FileLayout => {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('[')) return 'list';
  const [line = ''] = text.split('\n', 1);
  const first = parseJson(line);
  const isContainer = lists.some((list) => has(first, list));
  return isObject(first) && !isContainer ? 'lines' : 'object';
};

const has = (value: unknown, [name, ...rest]: readonly string[]): boolean =>
  name === undefined || (isObject(value) && name in value && has(value[name], rest));
