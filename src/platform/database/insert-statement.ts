import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { places, type Row, Rows } from './rows';
import type { GroupedStatement, RunStatement } from './unit-of-work';

/**
 * What happens to a row whose primary key is taken. `fail`: the database refuses the statement. `refuse`: the row is
 * not written. `replace-expired`: the same, unless the `expires_at` of the stored row has passed; then it is replaced.
 */
export type OnConflict = 'fail' | 'refuse' | 'replace-expired';

/** Inserts the rows of one table for all units of a batch. */
export class InsertStatement<Entity extends ObjectLiteral> implements GroupedStatement<Entity> {
  readonly order: string;
  readonly mayRefuse: boolean;
  private readonly rows: Rows<Entity>;
  private readonly isSqlite: boolean;

  constructor(
    dataSource: DataSource,
    entity: EntityTarget<Entity>,
    private readonly onConflict: OnConflict = 'fail',
  ) {
    this.rows = new Rows(dataSource, entity);
    this.isSqlite = dataSource.options.type === 'sqlite';
    this.mayRefuse = onConflict !== 'fail';
    this.order = `${this.mayRefuse ? 'first' : 'later'} ${this.rows.table}`;
  }

  /** The primary key of a row that may be refused. The batch identifies refused rows by it. */
  keyOf(row: Entity): string | undefined {
    return this.mayRefuse ? `${this.rows.table} ${this.rows.keyOf(row)}` : undefined;
  }

  async write(run: RunStatement, rows: readonly Entity[]): Promise<readonly boolean[]> {
    if (this.mayRefuse) return this.writeNew(run, rows);
    await this.insert(run, rows);
    return rows.map(() => true);
  }

  /**
   * Sorts the rows by key, so that two nodes that write the same keys do not deadlock. Of rows with the same key, the
   * first is written.
   */
  private async writeNew(run: RunStatement, rows: readonly Entity[]): Promise<readonly boolean[]> {
    const keys = rows.map((row) => this.rows.keyOf(row));
    const ordered = [...new Set(keys)].sort().flatMap((key) => rows[keys.indexOf(key)] ?? []);
    const written = new Set((await this.insert(run, ordered)).map((row) => this.rows.keyOf(row)));
    return keys.map((key, index) => written.has(key) && keys.indexOf(key) === index);
  }

  private insert(run: RunStatement, rows: readonly Entity[]): Promise<readonly Row[]> {
    const values = rows.map((row) => this.rows.valuesOf(row));
    return this.isSqlite ? this.insertFromJson(run, values) : this.insertValues(run, values);
  }

  private insertValues(run: RunStatement, rows: readonly unknown[][]): Promise<readonly Row[]> {
    const { table, columns } = this.rows;
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places(rows.length, columns.length)}`;
    return this.run(run, text, rows.flat());
  }

  /**
   * All rows as one JSON parameter: sqlite3 takes longer to bind parameters than SQLite to read rows from JSON. Values
   * that are JSON themselves are therefore encoded twice.
   */
  private insertFromJson(run: RunStatement, rows: readonly unknown[][]): Promise<readonly Row[]> {
    const { table, columns } = this.rows;
    const values = columns.map((_, index) => `value->>${index}`);
    // Without WHERE, SQLite reads ON CONFLICT as a condition of a join.
    const text = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each($1) WHERE true`;
    return this.run(run, text, [JSON.stringify(rows)]);
  }

  private run(run: RunStatement, insert: string, parameters: unknown[]): Promise<readonly Row[]> {
    const { table, columns, keys } = this.rows;
    const returning = `RETURNING ${keys.join(', ')}`;
    if (!this.mayRefuse) return run(insert, parameters);
    if (this.onConflict === 'refuse') return run(`${insert} ON CONFLICT DO NOTHING ${returning}`, parameters);
    const set = columns.map((column) => `${column} = excluded.${column}`).join(', ');
    const expired = `${table}.expires_at <= $${parameters.length + 1}`;
    const update = `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${set} WHERE ${expired}`;
    return run(`${insert} ${update} ${returning}`, [...parameters, Date.now()]);
  }
}
