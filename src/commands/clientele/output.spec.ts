import { printTable } from './output';

describe('a table', () => {
  const printed = (rows: readonly (readonly string[])[]): readonly unknown[] => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      printTable(rows);
      return write.mock.calls.map(([text]) => text);
    } finally {
      write.mockRestore();
    }
  };

  it('has the names of its columns and its rows', () => {
    expect(
      printed([
        ['what', 'count'],
        ['clients', '1'],
      ]),
    ).toEqual(['what     count\n', 'clients  1\n']);
  });

  it('without rows is not printed', () => {
    expect(printed([['what', 'count']])).toEqual([]);
  });
});
