import type { DataSource, QueryRunner } from 'typeorm';
import { list } from '../rows';
import type { CopiedRow, CopiedTable } from './copied-table';

/** How many rows are in memory at once. */
const PAGE = 500;

const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

const isOnPostgres = ({ options }: DataSource): boolean => options.type === 'postgres';

type DriverRow = Readonly<Record<string, unknown>>;

/** Reads tables in the order of their keys, page by page. */
export class TableReader {
  private constructor(
    private readonly runner: QueryRunner,
    private readonly isPostgres: boolean,
    private readonly isTransaction: boolean,
  ) {}

  /**
   * A reader that sees one state of the database, whatever is written meanwhile: a read transaction of SQLite, or
   * `REPEATABLE READ` of PostgreSQL. On SQLite it takes the connection of the data source.
   */
  static ofSnapshot(dataSource: DataSource): Promise<TableReader> {
    return TableReader.begin(dataSource, isOnPostgres(dataSource) ? SNAPSHOT : 'BEGIN');
  }

  /**
   * A reader that sees each table as it is when the reader begins with it. On SQLite, rows that were read already may be
   * changed on the same connection while the reader goes on.
   */
  static ofTarget(dataSource: DataSource): Promise<TableReader> {
    return TableReader.begin(dataSource, isOnPostgres(dataSource) ? 'BEGIN' : undefined);
  }

  private static async begin(dataSource: DataSource, statement: string | undefined): Promise<TableReader> {
    const runner = dataSource.createQueryRunner();
    if (statement !== undefined) await runner.query(statement);
    return new TableReader(runner, isOnPostgres(dataSource), statement !== undefined);
  }

  /** All rows of a table, in the order of {@link CopiedTable.compare}. */
  async *rows(table: CopiedTable): AsyncGenerator<CopiedRow, undefined> {
    for await (const page of this.isPostgres ? this.fetched(table) : this.selected(table))
      for (const row of page) yield table.rowOf(row);
  }

  async count(table: CopiedTable): Promise<number> {
    const [row] = (await this.runner.query(`SELECT count(*) AS count FROM "${table.name}"`)) as DriverRow[];
    return Number(row?.['count']);
  }

  /** Ends the transaction, which wrote nothing. */
  async close(): Promise<void> {
    try {
      if (this.isTransaction) await this.runner.query('ROLLBACK');
    } finally {
      await this.runner.release();
    }
  }

  /** By a cursor, because the index has the order of the collation of the database, which SQLite does not know. */
  private async *fetched({ name, columnList, keyOrder }: CopiedTable): AsyncGenerator<DriverRow[], undefined> {
    await this.runner.query(`DECLARE copied CURSOR FOR SELECT ${columnList} FROM "${name}" ORDER BY ${keyOrder}`);
    for (;;) {
      const page = (await this.runner.query(`FETCH ${PAGE} FROM copied`)) as DriverRow[];
      if (page.length === 0) break;
      yield page;
    }
    await this.runner.query('CLOSE copied');
  }

  private async *selected(table: CopiedTable): AsyncGenerator<DriverRow[], undefined> {
    const keys = table.keyList;
    const select = `SELECT ${table.columnList} FROM "${table.name}"`;
    const rest = `ORDER BY ${keys} LIMIT ${PAGE}`;
    let after: CopiedRow | undefined;
    for (;;) {
      const where: string = after ? `WHERE (${keys}) > (${list(after.length)})` : '';
      const page = (await this.runner.query(`${select} ${where} ${rest}`, [...(after ?? [])])) as DriverRow[];
      const last = page.at(-1);
      if (!last) return;
      yield page;
      after = table.keyOf(table.rowOf(last));
    }
  }
}
