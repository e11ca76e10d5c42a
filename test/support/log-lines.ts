/** A line of the log of a server. */
export interface LogLine {
  readonly level: number;
  readonly msg?: string;
  readonly err?: Readonly<Record<string, unknown>>;
  readonly req?: { readonly id: string; readonly path: string; readonly method: string };
  readonly res?: { readonly statusCode: number };
  readonly client_id?: string;
  readonly reason?: string;
  readonly actor?: string;
}

/** The lines of the log in what a server printed. */
export const linesOf = (stdout: string): LogLine[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{"level"'))
    .map((line) => JSON.parse(line) as LogLine);
