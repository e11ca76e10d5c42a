import type { Row } from './rows';
import type { RunStatement } from './unit-of-work';

interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Collects statements that return no rows, and runs them as one: PostgreSQL then needs one round trip, and no transaction
 * around them. Their order is not defined, so none may depend on another.
 */
export class CombinedStatement {
  private readonly statements: Statement[] = [];

  /** Takes the place of a connection. */
  readonly collect: RunStatement = (text, parameters) => {
    this.statements.push({ text, parameters });
    return Promise.resolve([]);
  };

  /** Runs all of them. Throws the `QueryFailedError` of the database. */
  run(run: RunStatement): Promise<readonly Row[]> {
    const numbered: string[] = [];
    const parameters: unknown[] = [];
    for (const statement of this.statements) {
      const before = parameters.length;
      numbered.push(statement.text.replace(/\$(\d+)/g, (_, number: string) => `$${before + Number(number)}`));
      parameters.push(...statement.parameters);
    }
    const last = numbered.pop() ?? '';
    const others = numbered.map((text, index) => `part_${index} AS (${text})`);
    return run(others.length > 0 ? `WITH ${others.join(', ')} ${last}` : last, parameters);
  }
}
