import stringWidth from 'string-width';
import { Table } from './table';

const COLUMNS = ['id', 'state', 'label'];
const plain = (_style: unknown, text: string): string => text;
const marked = (style: unknown, text: string): string => `<${String(style)}>${text}</>`;

const linesOf = (rows: readonly Record<string, string>[], width?: number, paint = plain): readonly string[] => {
  const table = new Table({ columns: COLUMNS, paint, width }, rows);
  return [...table.head(), ...rows.flatMap((row) => table.lines(row))];
};

describe('a table', () => {
  it('has aligned columns, and no line ends with spaces', () => {
    expect(
      linesOf([
        { id: '1', state: 'active', label: 'one' },
        { id: '1000', state: 'revoked', label: '' },
        { id: '2', label: 'without a state' },
        { id: '3' },
      ]),
    ).toEqual([
      'id    state    label', //
      '1     active   one',
      '1000  revoked',
      '2              without a state',
      '3',
    ]);
  });

  it('aligns wide, combined and invisible characters', () => {
    const rows = ['漢字', 'e\u0301', '👩‍👩‍👧', 'plain', 'a\u200bb'].map((id) => ({ id, state: 'x' }));
    const [, ...lines] = linesOf(rows);
    expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set(['plain  x'.length]));
  });

  it('shows control characters and line feeds of registered texts, so that a row stays one line', () => {
    expect(linesOf([{ id: '1', state: 'a\u001b[2J\nb', label: '\u202eevil' }])[1]).toBe(
      '1   a\\u001b[2J\\u000ab  \\u202eevil',
    );
  });

  it('becomes a block of lines for each row if the terminal is narrower', () => {
    const rows = [
      { id: '1', state: 'active', label: 'a long label' },
      { id: '2', state: 'pending', label: '' },
    ];
    expect(linesOf(rows, 25)).toHaveLength(3);
    expect(linesOf(rows, 24)).toEqual([
      'id     1',
      'state  active',
      'label  a long label',
      '',
      'id     2',
      'state  pending',
      'label',
    ]);
  });

  it('colours names and states, which does not change the widths', () => {
    expect(linesOf([{ id: 'active', state: 'active', label: 'active' }], undefined, marked)).toEqual([
      '<bold>id</>      <bold>state</>   <bold>label</>',
      'active  <green>active</>  active',
    ]);
  });
});
