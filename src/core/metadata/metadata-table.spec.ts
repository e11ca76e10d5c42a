import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { METADATA_ROWS } from './metadata-table';

const MEMBERS = join(__dirname, 'members');

/** The names of the members in every file of the folder, as often as a file has them. */
const namesInFiles = async (): Promise<string[]> => {
  const families: object[] = [];
  for (const file of readdirSync(MEMBERS))
    families.push(...Object.values((await import(join(MEMBERS, file))) as Record<string, object>));
  return families.flatMap((family) => Object.keys(family));
};

describe('the metadata table', () => {
  it('has every member of every family once', async () => {
    const names = METADATA_ROWS.map(({ name }) => name);
    expect([...names].sort()).toEqual((await namesInFiles()).sort());
  });

  it('publishes every list of discovery by one row', () => {
    const lists = METADATA_ROWS.flatMap(({ advertisedAs }) => advertisedAs ?? []);
    expect(new Set(lists).size).toBe(lists.length);
  });
});
