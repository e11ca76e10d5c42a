import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOfFile } from './entries-of-file';
import { layoutOfHead } from './file-layout';

/** All that a generator gives. */
const allOf = async (entries: AsyncIterable<unknown>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
};

const LISTS = [['clients'], ['server', 'Clients']];

describe('the clients of a file', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-entries-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const entriesOf = async (text: string | Buffer): Promise<unknown[]> => {
    const file = join(folder, 'file.json');
    await writeFile(file, text);
    return allOf(entriesOfFile(file, LISTS));
  };

  it.each([
    ['a list', '[{"a":1},{"a":2}]', 'list'],
    ['a list with a byte order mark', '\uFEFF [{"a":1},{"a":2}]', 'list'],
    ['an object in one line', '{"users":[{"a":3}],"clients":[{"a":1},{"a":2}]}', 'object'],
    ['an object in many lines', '{\n "x": {"clients": [{"a":4}]},\n "clients": [\n {"a":1},\n {"a":2}\n]\n}', 'object'],
    ['a deeper list', '{"server":{"Clients":[{"a":1},{"a":2}]}}', 'object'],
    ['lines', '{"a":1}\n{"a":2}\n', 'lines'],
    ['lines with a byte order mark, an empty line and no end', '\uFEFF{"a":1}\r\n\r\n{"a":2}', 'lines'],
  ])('are found in %s', async (_what, text, layout) => {
    expect(layoutOfHead(text, LISTS)).toBe(layout);
    expect(await entriesOf(text)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each(['[]', '{\n"users":[1],"clients":[]\n}'])('are none in an empty list: %j', async (text) => {
    expect(await entriesOf(text)).toEqual([]);
  });

  it('include a line that is not JSON, and one that is too long', async () => {
    const long = JSON.stringify({ a: 'x'.repeat(1024 * 1024) });
    expect(await entriesOf(`{"a":1}\nnot JSON\n${long}\n{"a":2}`)).toEqual([{ a: 1 }, undefined, undefined, { a: 2 }]);
  });

  it.each([
    ['ends too early', '{"clients":[{"a":1}', /ends too early/],
    ['is empty', '', /ends too early/],
    ['is not JSON', '[{"a":1},x]', /must be JSON/],
    [
      'has no list where one may be',
      '{\n"users":[1]\n}',
      /must have a list of clients at clients, or at server.Clients/,
    ],
    ['is a text', '"clients"', /must have a list of clients/],
    ['has a client that is too long', `[{"a":1},{"a":"${'x'.repeat(1024 * 1024 + 100_000)}`, /no client of more than/],
    ['is in another encoding', Buffer.from('[{"client_secret":"p\u00e4ss"}]', 'latin1'), /must be UTF-8/],
    ['has lines in another encoding', Buffer.from('{"a":1}\n{"a":"p\u00e4ss"}', 'latin1'), /must be UTF-8/],
  ])('are refused in a file that %s', async (_what, text, reason) => {
    await expect(entriesOf(text)).rejects.toThrow(reason);
  });

  it('are refused in a file that is not there', async () => {
    const none = join(folder, 'none.json');
    await expect(allOf(entriesOfFile(none, LISTS))).rejects.toThrow(/must be a readable file/);
    await expect(allOf(entriesOfFile(folder, LISTS))).rejects.toThrow(/must be a readable file/);
  });
});
