import { QueryFailedError } from 'typeorm';

interface Part {
  readonly text: string;
  readonly rows: number | undefined;
}

/** The message of the error for {@link hasRefused}. */
export const REFUSAL = 'not all rows were written';

/**
 * Statements that run as one: PostgreSQL then needs one round trip, and no transaction around them. They see the database as
 * it was before all of them.
 */
export class CombinedStatement {
  readonly parameters: unknown[] = [];
  readonly parts: Part[] = [];

  /** How many parameters the statements have so far. The next one numbers its own from there on. */
  get before(): number {
    return this.parameters.length;
  }

  /**
   * Adds an INSERT or UPDATE without RETURNING, and the number of rows that it has to write; any number if it is not given.
   */
  add(text: string, parameters: readonly unknown[], rows?: number): void {
    this.parts.push({ text, rows });
    this.parameters.push(...parameters);
  }

  /** The statement that runs all of them, and does not check how many rows they write. */
  get unchecked(): string {
    const texts = this.parts.map(({ text }) => text);
    const last = texts.pop() ?? '';
    const others = texts.map((text, index) => `part_${index} AS (${text})`);
    return others.length > 0 ? `WITH ${others.join(', ')} ${last}` : last;
  }

  /**
   * The statement that runs all of them, one after the other, and fails with {@link hasRefused} if one of them writes fewer
   * rows than it has to. As a statement that fails, it then has written nothing.
   */
  get checked(): string {
    const texts = this.parts.map(({ text }, index) => `part_${index} AS (${text} RETURNING 1)`);
    const checks = this.parts.map(({ rows }, index) => {
      const count = `(SELECT count(*) FROM part_${index})`;
      return rows === undefined ? count : `CAST(CASE ${count} WHEN ${rows} THEN '1' ELSE '${REFUSAL}' END AS integer)`;
    });
    return `WITH ${texts.join(', ')} SELECT ${checks.join(', ')}`;
  }
}

/**
 * Whether a combined statement failed because of its check. On PostgreSQL its text is no integer then (SQLSTATE 22P02), on
 * SQLite a trigger raises it.
 */
export const hasRefused = (error: unknown): boolean =>
  error instanceof QueryFailedError && error.message.includes(REFUSAL);
