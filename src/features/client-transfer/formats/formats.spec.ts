import { readdirSync } from 'node:fs';
import { isLeftOut } from './client-draft';
import { IMPORT_FORMATS } from './formats';

describe('the formats of files with clients', () => {
  it('are one file each of this folder', () => {
    const files = readdirSync(__dirname).filter((file) => file.endsWith('.format.ts'));
    expect(IMPORT_FORMATS.map(({ name }) => `${name}.format.ts`).sort()).toEqual(files.sort());
  });

  it.each(IMPORT_FORMATS)('$name reads an empty client, and says that it does not know a member', ({ read }) => {
    const draft = read({ whatever: 1, nothing: null });
    expect(isLeftOut(draft) ? draft : [draft.client_id, draft.notes]).toEqual([
      '',
      [{ member: 'whatever', effect: 'left out', reason: 'the import does not know this member' }],
    ]);
  });

  it.each(IMPORT_FORMATS)('$name reads values of other types than documented without an error', ({ members, read }) => {
    for (const value of [{}, [], [1], 'text', 1, true, { a: [{}] }, '##', '*'])
      for (const name of Object.keys(members)) expect(() => read({ [name]: value })).not.toThrow();
  });
});
