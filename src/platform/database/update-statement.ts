import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { CombinedStatement } from './combined-statement';
import { Rows } from './rows';
import type { GroupedStatement, RunStatement } from './unit-of-work';

/** A change of one row, which is written only if the row still has these values. */
export interface RowChange<Entity> {
  /** The primary key, and the values that were read, such as the revision; null for a column that has none. */
  readonly where: Partial<Entity>;
  readonly set: Partial<Entity>;
}

/**
 * Updates single rows of one table for all units of a batch: a statement for each. A row that has other values meanwhile is
 * not written.
 */
export class UpdateStatement<Entity extends ObjectLiteral> implements GroupedStatement<RowChange<Entity>> {
  readonly order: string;
  readonly mayRefuse = true;
  private readonly rows: Rows<Entity>;

  constructor(dataSource: DataSource, entity: EntityTarget<Entity>) {
    this.rows = new Rows(dataSource, entity);
    this.order = `later ${this.rows.table}, updates`;
  }

  /** The primary key of the row, so that two changes of one row are in different batches. */
  keyOf({ where }: RowChange<Entity>): string {
    return `${this.rows.table} ${this.rows.keyOf(where)}`;
  }

  async write(run: RunStatement, changes: readonly RowChange<Entity>[]): Promise<readonly boolean[]> {
    const written = new Set<RowChange<Entity>>();
    for (const change of this.inOrder(changes)) {
      const { text, parameters } = this.statementFor(change, 0);
      const rows = await run(`${text} RETURNING ${this.rows.keys.join(', ')}`, parameters);
      if (rows.length > 0) written.add(change);
    }
    return changes.map((change) => written.has(change));
  }

  combine(into: CombinedStatement, changes: readonly RowChange<Entity>[]): void {
    for (const change of this.inOrder(changes)) {
      const { text, parameters } = this.statementFor(change, into.before);
      into.add(text, parameters, 1);
    }
  }

  /** Sorted by key, so that two nodes that change the same rows do not deadlock. */
  private inOrder(changes: readonly RowChange<Entity>[]): readonly RowChange<Entity>[] {
    return [...changes].sort((one, other) => (this.keyOf(one) < this.keyOf(other) ? -1 : 1));
  }

  /** Its parameters are numbered from `before` on. */
  private statementFor({ where, set }: RowChange<Entity>, before: number): { text: string; parameters: unknown[] } {
    const [changed, found] = [this.rows.partOf(set), this.rows.partOf(where)];
    const isThere = (index: number): boolean => found.values[index] !== null;
    const changes = equations(changed.columns, before);
    const filled = found.columns.filter((_, index) => isThere(index));
    const empty = found.columns.filter((_, index) => !isThere(index)).map((column) => `${column} IS NULL`);
    const conditions = [...equations(filled, before + changes.length), ...empty];
    const text = `UPDATE ${this.rows.table} SET ${changes.join(', ')} WHERE ${conditions.join(' AND ')}`;
    return { text, parameters: [...changed.values, ...found.values.filter((_, index) => isThere(index))] };
  }
}

/** `a = $1`, `b = $2`; `before` is the number of parameters that precede them. */
const equations = (columns: readonly string[], before: number): string[] =>
  columns.map((column, index) => `${column} = $${before + index + 1}`);
