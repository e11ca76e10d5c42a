import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { BatchWriter } from './batch-writer';
import { queueTimeoutOf } from './queue-timeout';
import { places, Rows } from './rows';
import type { Transactions } from './transactions';

/** PostgreSQL, which commits on several connections, gets the next group while one waits for the disk. */
const MOST_GROUPS: Readonly<Record<string, number>> = { postgres: 2, sqlite: 1 };
const MOST_ROWS = 64;

/** Inserts the entities of a table in {@link BatchWriter} statements. */
export class BatchInsert<Entity extends ObjectLiteral> {
  private readonly rows: Rows<Entity>;
  private readonly group: BatchWriter<Entity, undefined>;
  private readonly isSqlite: boolean;

  constructor(
    dataSource: DataSource,
    entity: EntityTarget<Entity>,
    private readonly transactions: Transactions,
  ) {
    this.rows = new Rows(dataSource, entity);
    this.isSqlite = dataSource.options.type === 'sqlite';
    const mostGroups = MOST_GROUPS[dataSource.options.type] ?? 1;
    const limits = { mostItems: MOST_ROWS, mostGroups, patienceMs: queueTimeoutOf(dataSource) };
    this.group = new BatchWriter(limits, (entities) => this.insert(entities));
  }

  /** Resolves once the entity is durable. Throws `QueryFailedError` when the database does not take it. */
  add(entity: Entity): Promise<undefined> {
    return this.group.add(entity);
  }

  private async insert(entities: readonly Entity[]): Promise<undefined[]> {
    const rows = entities.map((entity) => this.rows.valuesOf(entity));
    await (this.isSqlite ? this.insertFromJson(rows) : this.insertValues(rows));
    return entities.map(() => undefined);
  }

  private insertValues(rows: readonly unknown[][]): Promise<unknown> {
    const { table, columns } = this.rows;
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places(rows.length, columns.length)}`;
    return this.transactions.statement(text, rows.flat());
  }

  /** One parameter however many rows: sqlite3 spends more time on taking parameters over than SQLite on their rows. */
  private insertFromJson(rows: readonly unknown[][]): Promise<unknown> {
    const { table, columns } = this.rows;
    const values = columns.map((_, index) => `value->>${index}`);
    const text = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each($1)`;
    return this.transactions.statement(text, [JSON.stringify(rows)]);
  }
}
