import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { Rows } from './rows';
import type { GroupedStatement, RunStatement } from './unit-of-work';

/** A change of one row, which is written only if the row still has these values. */
export interface RowChange<Entity> {
  /** The primary key, and the revision that was read. */
  readonly where: Partial<Entity>;
  readonly set: Partial<Entity>;
}

/**
 * Updates single rows of one table for all units of a batch: a statement for each, in one transaction. A row that has
 * other values meanwhile is not written.
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

  /** Sorts the rows by key, so that two nodes that change the same rows do not deadlock. */
  async write(run: RunStatement, changes: readonly RowChange<Entity>[]): Promise<readonly boolean[]> {
    const written = new Set<RowChange<Entity>>();
    for (const change of [...changes].sort((one, other) => (this.keyOf(one) < this.keyOf(other) ? -1 : 1)))
      if (await this.writeOne(run, change)) written.add(change);
    return changes.map((change) => written.has(change));
  }

  private async writeOne(run: RunStatement, { where, set }: RowChange<Entity>): Promise<boolean> {
    const { table, keys } = this.rows;
    const [changed, found] = [this.rows.partOf(set), this.rows.partOf(where)];
    const changes = equations(changed.columns).join(', ');
    const conditions = equations(found.columns, changed.columns.length).join(' AND ');
    const text = `UPDATE ${table} SET ${changes} WHERE ${conditions} RETURNING ${keys.join(', ')}`;
    return (await run(text, [...changed.values, ...found.values])).length > 0;
  }
}

/** `a = $1`, `b = $2`; `before` is the number of parameters that precede them. */
const equations = (columns: readonly string[], before = 0): string[] =>
  columns.map((column, index) => `${column} = $${before + index + 1}`);
