import type { DataSource } from 'typeorm';
import type { CopiedColumn, CopiedRow, CopiedTable } from './copied-table';

/** How many rows one transaction writes. */
const BATCH = 500;

/** Inserts or deletes rows of one table, many in one transaction. */
export class TableWriter {
  private rows: CopiedRow[] = [];
  /** How many rows were written. */
  written = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly table: CopiedTable,
    private readonly kind: 'insert' | 'delete',
  ) {}

  async add(row: CopiedRow): Promise<void> {
    this.rows.push(this.kind === 'insert' ? row : this.table.keyOf(row));
    if (this.rows.length === BATCH) await this.flush();
  }

  /** Writes what was added. Call it at the end. Throws the error of the database. */
  async flush(): Promise<void> {
    if (this.rows.length === 0) return;
    const { rows } = this;
    this.rows = [];
    await this.dataSource.query(this.statement, this.parametersOf(rows));
    this.written += rows.length;
  }

  private get statement(): string {
    const { name, columnList, keyList, columns, keyColumns } = this.table;
    return this.kind === 'insert'
      ? `INSERT INTO "${name}" (${columnList}) ${this.selectOf(columns)}`
      : `DELETE FROM "${name}" WHERE (${keyList}) IN (${this.selectOf(keyColumns)})`;
  }

  /** The rows of the parameters as a query: one JSON text on SQLite, an array for each column on PostgreSQL. */
  private selectOf(columns: readonly CopiedColumn[]): string {
    if (this.isPostgres)
      return `SELECT * FROM unnest(${columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join()})`;
    return `SELECT ${columns.map((_, at) => `value->>${at}`).join()} FROM jsonb_each($1)`;
  }

  private parametersOf(rows: readonly CopiedRow[]): unknown[] {
    if (!this.isPostgres) return [JSON.stringify(rows)];
    return (rows[0] ?? []).map((_, at) => rows.map((row) => row[at]));
  }

  private get isPostgres(): boolean {
    return this.dataSource.options.type === 'postgres';
  }
}
