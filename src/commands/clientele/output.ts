/** Writes data for programs to standard output, as one line of JSON. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** Writes a line of data to standard output. */
export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Writes a sentence for people to standard error, so that standard output has data only. */
export const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
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

/** The examples of `--help`; each is a call without the name of the program. */
export const examples = (...calls: readonly string[]): string =>
  ['', 'Examples:', ...calls.map((call) => `  clientele ${call}`)].join('\n');
