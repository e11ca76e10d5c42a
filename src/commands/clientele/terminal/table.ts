import stringWidth from 'string-width';
import { printableLine } from '../../printable';
import { type Paint, styleOfCell } from './colours';

/** The texts of a row, by the names of the columns. A column without a text is empty. */
export type Row = Readonly<Record<string, string>>;

interface Layout {
  readonly columns: readonly string[];
  readonly paint: Paint;
  /** How many cells a line of the terminal has; absent if it is no terminal. */
  readonly width?: number | undefined;
}

const GAP = '  ';

/**
 * The lines of a table: names, then rows, in aligned columns, whatever width their characters have. A table that is wider
 * than the terminal becomes a block of lines for each row, so that nothing is cut off.
 */
export class Table {
  private readonly widths: readonly number[];
  private readonly isNarrow: boolean;
  private printed = 0;

  /** `sample` has the rows that decide about the widths; all of them, or the first ones of a long list. */
  constructor(
    private readonly layout: Layout,
    sample: readonly Row[],
  ) {
    const { columns, width = Infinity } = layout;
    this.widths = columns.map((column) =>
      Math.max(stringWidth(column), ...sample.map((row) => stringWidth(textOf(row, column)))),
    );
    const total = this.widths.reduce((sum, one) => sum + one, 0) + GAP.length * (columns.length - 1);
    this.isNarrow = total > width;
  }

  /** The line with the names of the columns; none where each row is a block, which has them itself. */
  head(): readonly string[] {
    const { columns, paint } = this.layout;
    return this.isNarrow ? [] : [this.aligned(columns, (text) => paint('bold', text))];
  }

  /** The lines of one row. */
  lines(row: Row): readonly string[] {
    const { columns, paint } = this.layout;
    const cells = columns.map((column) => textOf(row, column));
    if (!this.isNarrow) return [this.aligned(cells, (text, index) => this.painted(columns[index] ?? '', text))];
    const names = Math.max(...columns.map((column) => stringWidth(column)));
    const separator = this.printed === 0 ? [] : [''];
    this.printed += 1;
    return [
      ...separator,
      ...columns.map((column, index) =>
        `${paint('bold', padded(column, names))}${GAP}${this.painted(column, cells[index] ?? '')}`.trimEnd(),
      ),
    ];
  }

  private painted(column: string, text: string): string {
    const style = styleOfCell(column, text);
    return style === undefined ? text : this.layout.paint(style, text);
  }

  /** The last cell is not padded, so that no line ends with spaces. Colours have no width, and are added after the padding. */
  private aligned(cells: readonly string[], paint: (text: string, index: number) => string): string {
    const last = cells.findLastIndex((cell) => cell !== '');
    return cells
      .slice(0, last + 1)
      .map((cell, index) => {
        const padding = index === last ? 0 : (this.widths[index] ?? 0) - stringWidth(cell);
        return `${paint(cell, index)}${' '.repeat(Math.max(0, padding))}`;
      })
      .join(GAP);
  }
}

const textOf = (row: Row, column: string): string => printableLine(row[column] ?? '');

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
