import { type CombinedStatement, REFUSAL } from './combined-statement';
import type { RunStatement } from './unit-of-work';

/** A view has the parameters of its statements as columns, and its trigger runs them. */
interface View {
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether the view and its trigger are there. */
  readonly isMade: Promise<unknown>;
}

/**
 * Statements of SQLite that run as one: one task for the threads of sqlite3, and no transaction around them. They are the
 * body of a trigger, which an INSERT into a view runs. View and trigger are temporary: only the connection that makes them
 * has them, and they are not in the file.
 */
export class SqliteTriggers {
  private readonly views = new Map<string, View>();
  private made = 0;

  /** `run` runs a statement on the connection that writes, as a transaction of its own. */
  constructor(private readonly run: RunStatement) {}

  /**
   * Runs all statements, one after the other. Fails with `hasRefused` if one of them writes another number of rows than it
   * has to; nothing is written then. The first time, it makes the trigger for these texts.
   */
  async write({ parts, parameters }: CombinedStatement): Promise<void> {
    const key = parts.map(({ text }) => text).join(';');
    const view = this.views.get(key) ?? this.make(key, parts, parameters.length);
    await view.isMade;
    const counts = parts.map(({ rows }) => rows ?? null);
    const values = view.columns.map((_, index) => `$${index + 1}`);
    await this.run(`INSERT INTO ${view.name} VALUES (${values.join(', ')})`, [...parameters, ...counts]);
  }

  private make(key: string, parts: CombinedStatement['parts'], parameters: number): View {
    const name = `combined_${(this.made += 1)}`;
    const columns = Array.from({ length: parameters + parts.length }, (_, index) => `p${index + 1}`);
    const body = parts.map(({ text }, index) => {
      const check = `SELECT RAISE(ABORT, '${REFUSAL}') WHERE changes() <> NEW.p${parameters + index + 1}`;
      return `${text.replace(/\$(\d+)/g, 'NEW.p$1')}; ${check};`;
    });
    const isMade = this.runAll([
      `CREATE TEMP VIEW ${name} AS SELECT ${columns.map((column) => `NULL AS ${column}`).join(', ')}`,
      `CREATE TEMP TRIGGER ${name}_written INSTEAD OF INSERT ON ${name} BEGIN ${body.join(' ')} END`,
    ]);
    isMade.catch(() => this.views.delete(key));
    const view = { name, columns, isMade };
    this.views.set(key, view);
    return view;
  }

  private async runAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.run(text, []);
  }
}
