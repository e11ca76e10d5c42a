import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metadataExtensions } from './metadata-extensions';

describe('the file of METADATA_EXTENSIONS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'extensions-'));
  const kind = metadataExtensions();

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const mistakesIn = (content: string): readonly string[] => {
    const path = join(directory, 'extensions.json');
    writeFileSync(path, content);
    const mistakes = kind.mistakesIn?.(path) ?? [];
    expect(kind.read(path) === undefined).toBe(mistakes.length > 0);
    return mistakes;
  };
  const member = (own: object): object => ({ description: 'What it is.', schema: { type: 'string' }, ...own });

  it('is an object of members with their words and schemas', () => {
    expect(mistakesIn(JSON.stringify({ one: member({}), 'https://two.example/x': member({ schema: {} }) }))).toEqual(
      [],
    );
    const [one] = kind.read(join(directory, 'extensions.json')) ?? [];
    expect([one?.name, one?.check('x'), one?.check(5)?.rule]).toEqual(['one', undefined, 'must be string']);
  });

  it.each([
    ['{', /^must be a readable JSON file/],
    ['[]', /^must be a JSON object of members/],
    [{ 'a b': member({}) }, /^a b must be letters/],
    [{ 'client_name#fr': member({}) }, /must be letters/],
    [{ client_name: member({}) }, /^client_name is a member of this server already/],
    [{ client_id: member({}) }, /already/],
    [{ validation: member({}) }, /already/],
    [{ constructor: member({}) }, /already/],
    [{ one: 5 }, /^one must be an object/],
    [{ one: member({ other: 1 }) }, /take out other/],
    [{ one: member({ description: ' ' }) }, /must have a description/],
    [{ one: member({ schema: 5 }) }, /must have a JSON schema/],
    [{ one: member({ schema: { type: 'text' } }) }, /^one must have a schema that can be used/],
    [{ one: member({ schema: { typo: 1 } }) }, /unknown keyword/],
    [{ one: member({ schema: { format: 'made-up' } }) }, /unknown format/],
    [{ one: member({ schema: { $ref: 'https://elsewhere.example/' } }) }, /can't resolve reference/],
    [{ one: member({ schema: { $async: true, type: 'string' } }) }, /async is not supported/],
  ])('%j is a mistake', (content, message) => {
    const mistakes = mistakesIn(typeof content === 'string' ? content : JSON.stringify(content));
    expect(mistakes).toEqual([expect.stringMatching(message)]);
  });

  it('that does not exist is a mistake', () => {
    expect(kind.mistakesIn?.(join(directory, 'nothing.json'))).toEqual([expect.stringMatching(/ENOENT/)]);
  });
});
