import { createHash } from 'node:crypto';
import type { CopiedRow, CopiedTable } from './copied-table';
import type { TableReader } from './table-reader';

/** A row that one side alone has, or that the sides have with different values; then it is the row of the target. */
export interface Difference {
  readonly kind: 'missing' | 'extra' | 'changed';
  readonly row: CopiedRow;
}

/** The content of a table: the number of its rows, and the hash (SHA-256) over all of them in the order of the key. */
export interface TableContent {
  readonly rows: number;
  readonly hash: string;
}

/** A table on both sides. They are equal if no row differs. */
export interface TableComparison {
  readonly table: string;
  readonly source: TableContent;
  readonly target: TableContent;
  /** How many rows differ. */
  readonly differences: number;
}

/** What a comparison does on its way. */
export interface Comparing {
  readonly onDifference?: (difference: Difference) => Promise<void>;
  /** Called for each row of the source. */
  readonly onRow?: () => void;
}

/** Compares a table of two databases row by row, in the order of the key. Its memory does not grow with the table. */
export const compareTable = async (
  table: CopiedTable,
  source: TableReader,
  target: TableReader,
  { onDifference, onRow }: Comparing = {},
): Promise<TableComparison> => {
  const [here, there] = [new Side(source.rows(table)), new Side(target.rows(table))];
  let differences = 0;
  const differs = async (difference: Difference): Promise<void> => {
    differences += 1;
    await onDifference?.(difference);
  };
  await Promise.all([here.next(), there.next()]);
  while (here.row ?? there.row) {
    const order = orderOf(table, here.row, there.row);
    if (order < 0 && here.row) await differs({ kind: 'missing', row: here.row });
    if (order > 0 && there.row) await differs({ kind: 'extra', row: there.row });
    if (order === 0 && there.row && here.text !== there.text) await differs({ kind: 'changed', row: there.row });
    if (order <= 0) onRow?.();
    if (order <= 0) await here.next();
    if (order >= 0) await there.next();
  }
  return { table: table.name, source: here.content, target: there.content, differences };
};

/** A side that is at its end is behind every row of the other. */
const orderOf = (table: CopiedTable, here: CopiedRow | undefined, there: CopiedRow | undefined): number => {
  if (!here) return 1;
  return there ? table.compare(here, there) : -1;
};

/** The rows of one side, one after the other, and the content of all of them so far. */
class Side {
  row: CopiedRow | undefined;
  text = '';
  private rows = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly all: AsyncGenerator<CopiedRow, undefined>) {}

  async next(): Promise<void> {
    const { value, done } = await this.all.next();
    this.row = done ? undefined : value;
    if (!this.row) return;
    this.text = `${JSON.stringify(this.row)}\n`;
    this.hash.update(this.text);
    this.rows += 1;
  }

  get content(): TableContent {
    return { rows: this.rows, hash: this.hash.copy().digest('hex') };
  }
}
