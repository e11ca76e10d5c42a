import { LRUCache } from 'lru-cache';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { CombinedStatement } from './combined-statement';
import { places, type Row, Rows } from './rows';
import type { GroupedStatement, RunStatement } from './unit-of-work';

/**
 * What happens to a row whose primary key is taken. `fail`: the database refuses the statement. `refuse`: the row is
 * not written. `replace-expired`: the same, unless the `expires_at` of the stored row has passed; then it is replaced.
 */
export type OnConflict = 'fail' | 'refuse' | 'replace-expired';

/** Texts depend on the number of rows only. To make one takes longer than to look it up. */
const MOST_TEXTS = 200;

/** Inserts the rows of one table for all units of a batch. */
export class InsertStatement<Entity extends ObjectLiteral> implements GroupedStatement<Entity> {
  readonly order: string;
  readonly mayRefuse: boolean;
  readonly hasOneText = true;
  private readonly rows: Rows<Entity>;
  private readonly isSqlite: boolean;
  private readonly texts = new LRUCache<string, string>({ max: MOST_TEXTS });

  /** `when` says whether the rows are written before those of other tables; by default, those that may be refused are. */
  constructor(
    dataSource: DataSource,
    entity: EntityTarget<Entity>,
    private readonly onConflict: OnConflict = 'fail',
    when: 'first' | 'later' = onConflict === 'fail' ? 'later' : 'first',
  ) {
    this.rows = new Rows(dataSource, entity);
    this.isSqlite = dataSource.options.type === 'sqlite';
    this.mayRefuse = onConflict !== 'fail';
    this.order = `${when} ${this.rows.table}`;
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

  combine(into: CombinedStatement, rows: readonly Entity[]): void {
    into.add(this.textFor(rows.length, into.before), this.parametersOf(rows), rows.length);
  }

  private insert(run: RunStatement, rows: readonly Entity[]): Promise<readonly Row[]> {
    const text = this.textFor(rows.length, 0);
    return run(this.mayRefuse ? `${text} RETURNING ${this.rows.keys.join(', ')}` : text, this.parametersOf(rows));
  }

  /**
   * On SQLite, all rows are one JSON parameter: sqlite3 takes longer to bind parameters than SQLite to read rows from JSON.
   */
  private parametersOf(rows: readonly Entity[]): unknown[] {
    const parameters = this.isSqlite
      ? [JSON.stringify(rows.map((row) => this.rows.jsonValuesOf(row)))]
      : rows.flatMap((row) => this.rows.valuesOf(row));
    return this.onConflict === 'replace-expired' ? [...parameters, Date.now()] : parameters;
  }

  /** The statement for a number of rows. `before` is the number of parameters that precede its own. */
  private textFor(rows: number, before: number): string {
    const key = this.isSqlite ? `${before}` : `${rows} ${before}`;
    const text = this.texts.get(key) ?? this.makeText(rows, before);
    this.texts.set(key, text);
    return text;
  }

  private makeText(rows: number, before: number): string {
    const { table, columns } = this.rows;
    const insert = `INSERT INTO ${table} (${columns.join(', ')})`;
    const values = columns.map((_, index) => `value->>${index}`).join(', ');
    // json_each would make the text of a row again for each column. Without WHERE, SQLite reads ON CONFLICT as a condition of a join.
    return this.isSqlite
      ? `${insert} SELECT ${values} FROM jsonb_each($${before + 1}) WHERE true${this.conflictClause(before + 2)}`
      : `${insert} VALUES ${places(rows, columns.length, before)}${this.conflictClause(before + rows * columns.length + 1)}`;
  }

  /** `now` is the number of the parameter with the time of the statement. */
  private conflictClause(now: number): string {
    if (this.onConflict === 'fail') return '';
    if (this.onConflict === 'refuse') return ' ON CONFLICT DO NOTHING';
    const { table, columns, keys } = this.rows;
    const set = columns.map((column) => `${column} = excluded.${column}`).join(', ');
    return ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${set} WHERE ${table}.expires_at <= $${now}`;
  }
}
