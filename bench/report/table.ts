/** A Markdown table whose columns are also aligned as plain text. Columns whose head ends with `>` are right-aligned. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const titles = heads.map((head) => head.replace(/>$/, ''));
  const isRight = heads.map((head) => head.endsWith('>'));
  const widths = titles.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = (cells: readonly string[]): string =>
    line(widths.map((width, column) => pad(cells[column] ?? '', width, isRight[column] === true)));
  const rule = line(widths.map((width, column) => `${'-'.repeat(width - 1)}${isRight[column] ? ':' : '-'}`));
  return [padded(titles), rule, ...rows.map(padded)].join('\n');
};

const pad = (text: string, width: number, isRight: boolean): string =>
  isRight ? text.padStart(width) : text.padEnd(width);

/** A number with few digits, thousands separated by commas. */
export const number = (value: number | undefined, digits = 0): string =>
  value === undefined
    ? '-'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
