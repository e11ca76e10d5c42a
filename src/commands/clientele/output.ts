import { printable } from '../printable';
import { eraseLine } from './progress/progress-line';

/** Writes data for programs to standard output, as one line of JSON. */
export const printJson = (value: unknown): void => {
  print(JSON.stringify(value));
};

/** Writes data to standard output: a line, or several. */
export const print = (text: string): void => {
  eraseLine();
  process.stdout.write(`${printable(text)}\n`);
};

/** Writes a sentence for people to standard error, so that standard output has data only. */
export const say = (sentence: string): void => {
  eraseLine();
  process.stderr.write(`${printable(sentence)}\n`);
};

/** Writes rows with aligned columns to standard output; the first row has the names of the columns. */
export const printTable = (rows: readonly (readonly string[])[]): void => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
};

/** Values by their names, as the commands show one credential or one client. */
export type Summary = Readonly<Record<string, unknown>>;

interface ListOutput {
  readonly json: boolean | undefined;
  /** The names of the values that the table has. */
  readonly columns: readonly string[];
  /** The sentence for an empty list. */
  readonly none: string;
}

/** Writes a list to standard output: one array of JSON, or a table of some of the values. */
export const printList = (summaries: readonly Summary[], { json, columns, none }: ListOutput): void => {
  if (json) return void printJson(summaries);
  if (summaries.length === 0) return void say(none);
  printTable([columns, ...summaries.map((summary) => columns.map((column) => String(summary[column])))]);
};

/** The examples of `--help`; each is a call without the name of the program. */
export const examples = (...calls: readonly string[]): string =>
  ['', 'Examples:', ...calls.map((call) => `  clientele ${call}`)].join('\n');
