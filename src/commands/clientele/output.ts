import { printable } from '../printable';
import { EXIT_CODES, type Exit } from './exit-codes';
import { eraseLine } from './progress/progress-line';
import { paintFor } from './terminal/colours';
import { type Row, Table } from './terminal/table';

/** Writes data for programs to standard output, as one line of JSON. */
export const printJson = (value: unknown): void => {
  print(JSON.stringify(value));
};

/** Writes data to standard output: a line, or several. */
export const print = (text: string): void => {
  write(printable(text));
};

/** Writes a sentence for people to standard error, so that standard output has data only. */
export const say = (sentence: string): void => {
  eraseLine();
  process.stderr.write(`${printable(sentence)}\n`);
};

/**
 * Writes rows with aligned columns to standard output; the first row has the names of the columns. Writes nothing if it is
 * the only one.
 */
export const printTable = ([columns = [], ...cells]: readonly (readonly string[])[]): void => {
  if (cells.length === 0) return;
  const rows = cells.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])));
  const table = new Table(layoutOf(columns), rows);
  for (const line of [...table.head(), ...rows.flatMap((row) => table.lines(row))]) write(line);
};

/** Values by their names, as the commands show one credential or one client. */
export type Summary = Readonly<Record<string, unknown>>;

/** Writes values with their names to standard output, a line for each. */
export const printValues = (summary: Summary): void => {
  const table = new Table({ ...layoutOf(Object.keys(summary)), width: 0 }, []);
  for (const line of table.lines(rowOf(summary))) write(line);
};

interface ListOutput {
  readonly json: boolean | undefined;
  /** The names of the values that the table has. */
  readonly columns: readonly string[];
  /** The sentence for an empty list. */
  readonly none: string;
  /** What the table shows of a summary; by default its values. */
  readonly shown?: (summary: Summary) => Summary;
}

/** So many rows decide about the widths of a table. Those behind them are printed one by one. */
const SAMPLE = 500;

/**
 * Writes a list to standard output: a line of JSON for each summary, or a table of some of the values. A list of any
 * length takes the same memory, and waits for a slow reader.
 */
export const printList = async (
  summaries: AsyncIterable<Summary> | Iterable<Summary>,
  { json, columns, none, shown = (summary) => summary }: ListOutput,
): Promise<void> => {
  const rows = new Rows(columns);
  let isEmpty = true;
  for await (const summary of summaries) {
    isEmpty = false;
    if (json) printJson(summary);
    else rows.add(rowOf(shown(summary)));
    await drained();
  }
  rows.end();
  if (isEmpty && !json) say(none);
};

/** Waits for a reader that is slower than the database, so that the output does not pile up in memory. */
export const drained = async (): Promise<void> => {
  if (process.stdout.writableNeedDrain) await new Promise((resolve) => process.stdout.once('drain', resolve));
};

/** The rows of a table whose end is not known yet. */
class Rows {
  private readonly sample: Row[] = [];
  private table: Table | undefined;

  constructor(private readonly columns: readonly string[]) {}

  add(row: Row): void {
    if (this.table) this.table.lines(row).forEach(write);
    else if (this.sample.push(row) === SAMPLE) this.end();
  }

  /** Prints the rows that wait for their widths. */
  end(): void {
    if (this.table || this.sample.length === 0) return;
    const table = new Table(layoutOf(this.columns), this.sample);
    for (const line of [...table.head(), ...this.sample.flatMap((row) => table.lines(row))]) write(line);
    this.table = table;
  }
}

/** The examples of `--help`; each is a call without the name of the program. */
export const examples = (...calls: readonly string[]): string =>
  ['', 'Examples:', ...calls.map((call) => `  clientele ${call}`)].join('\n');

/** For `--help`, behind the examples: the exit codes beside 0, 1 and 2, and what they mean for this command. */
export const exits = (meanings: Partial<Readonly<Record<Exit, string>>>): string =>
  [
    '',
    '',
    'Exit codes:',
    ...Object.entries(meanings).map(([exit, meaning]) => `  ${EXIT_CODES[exit as Exit].code}  ${meaning}`),
  ].join('\n');

/** Writes a line that is printable already. */
const write = (line: string): void => {
  eraseLine();
  process.stdout.write(`${line}\n`);
};

const layoutOf = (columns: readonly string[]): ConstructorParameters<typeof Table>[0] => ({
  columns,
  paint: paintFor(process.stdout),
  width: process.stdout.isTTY ? process.stdout.columns : undefined,
});

const rowOf = (summary: Summary): Row =>
  Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, cellOf(value)]));

/** A value for people: a list by commas, another structure as JSON. */
const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(cellOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};
