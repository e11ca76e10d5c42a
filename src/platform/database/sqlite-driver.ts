import sqlite3 from 'sqlite3';

type Callback = (error: Error | null, rows?: unknown[]) => void;

/** The most statements that stay prepared. This server has fewer, including those for groups of each size. */
const MOST_PREPARED = 400;

/**
 * A connection that prepares each statement once. sqlite3 itself prepares it again for every call, as a separate task
 * of its thread pool.
 */
class PreparingDatabase extends sqlite3.Database {
  private readonly statements = new Map<string, Promise<sqlite3.Statement>>();
  private isClosing = false;

  override run(text: string, ...rest: unknown[]): this {
    return this.withStatement(text, rest, (statement, parameters, callback) => statement.run(parameters, callback));
  }

  override all(text: string, ...rest: unknown[]): this {
    return this.withStatement(text, rest, (statement, parameters, callback) => statement.all(parameters, callback));
  }

  /** Finalizes the statements first, because SQLite does not close a connection that has some. */
  override close(callback?: (error: Error | null) => void): void {
    this.isClosing = true;
    void Promise.allSettled(this.statements.values()).then((settled) => {
      this.statements.clear();
      for (const one of settled) if (one.status === 'fulfilled') one.value.finalize();
      super.close(callback);
    });
  }

  private withStatement(
    text: string,
    rest: readonly unknown[],
    use: (statement: sqlite3.Statement, parameters: unknown, callback: Callback) => void,
  ): this {
    const callback = rest.at(-1) as Callback;
    const parameters = (rest.length > 1 && rest[0]) || [];
    this.prepared(text)
      .then((statement) => {
        use(statement, parameters, callback);
      })
      .catch((error: unknown) => {
        callback(error as Error);
      });
    return this;
  }

  private prepared(text: string): Promise<sqlite3.Statement> {
    const known = this.statements.get(text);
    if (known) return known;
    if (this.isClosing) return Promise.reject(new Error('the database is closing'));
    const preparing = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement: sqlite3.Statement = this.prepare(text, (error: Error | null) => {
        if (error) reject(error);
        else resolve(statement);
      });
    });
    preparing.catch(() => this.statements.delete(text));
    this.statements.set(text, preparing);
    if (this.statements.size > MOST_PREPARED) this.dropOldest();
    return preparing;
  }

  private dropOldest(): void {
    for (const [text, preparing] of this.statements) {
      this.statements.delete(text);
      preparing.then(
        (statement) => statement.finalize(),
        () => undefined, // `withStatement` reports the error to its caller
      );
      return;
    }
  }
}

/**
 * sqlite3 for TypeORM. `verbose` does nothing, because TypeORM calls it and sqlite3 would then record a stack trace for
 * every call.
 */
export const sqliteDriver = {
  Database: PreparingDatabase,
  OPEN_URI: sqlite3.OPEN_URI,
  verbose: (): unknown => sqliteDriver,
};
