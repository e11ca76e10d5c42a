import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** A value as both databases store it. */
export type Cell = string | number | boolean | null;

/** The values of a row in the order of the columns of its table. */
export type CopiedRow = readonly Cell[];

export interface CopiedColumn {
  readonly name: string;
  /** The type of PostgreSQL in which values are sent. */
  readonly type: 'text' | 'bigint' | 'boolean';
}

/** Column types of entities, and what is stored of them. */
const TYPES: Readonly<Record<string, CopiedColumn['type']>> = {
  text: 'text',
  'simple-json': 'text',
  integer: 'bigint',
  bigint: 'bigint',
  boolean: 'boolean',
};

/** The table of an entity, read and written as it is stored: no value passes through the code of the entity. */
export class CopiedTable {
  readonly name: string;
  readonly columns: readonly CopiedColumn[];
  /** The positions of the columns of the primary key. */
  readonly keys: readonly number[];

  /** Throws an `Error` for an entity whose rows another database would store otherwise: extend this class then. */
  constructor({ tableName, columns, generatedColumns, foreignKeys }: EntityMetadata) {
    if (generatedColumns.length > 0) throw new Error(`${tableName} has values that the database generates`);
    if (foreignKeys.length > 0) throw new Error(`${tableName} refers to other tables, so the order of tables matters`);
    this.name = tableName;
    this.columns = columns.map((column) => ({ name: column.databaseName, type: typeOf(tableName, column) }));
    this.keys = columns.flatMap(({ isPrimary }, position) => (isPrimary ? [position] : []));
  }

  /** All columns, for a statement. */
  get columnList(): string {
    return this.columns.map(({ name }) => `"${name}"`).join(', ');
  }

  /** The columns of the primary key, for a statement. */
  get keyList(): string {
    return this.keyColumns.map(({ name }) => `"${name}"`).join(', ');
  }

  get keyColumns(): readonly CopiedColumn[] {
    return this.keys.flatMap((position) => this.columns[position] ?? []);
  }

  /** The order of {@link compare} for PostgreSQL. */
  get keyOrder(): string {
    return this.keyColumns.map(({ name, type }) => `"${name}"${type === 'text' ? ' COLLATE "C"' : ''}`).join(', ');
  }

  /** A row of a driver: PostgreSQL gives large numbers as text, SQLite truth values as numbers. */
  rowOf(row: Readonly<Record<string, unknown>>): CopiedRow {
    return this.columns.map(({ name, type }) => this.cellOf(name, type, row[name]));
  }

  keyOf(row: CopiedRow): CopiedRow {
    return this.keys.map((position) => row[position] ?? null);
  }

  /** The order of the primary key: numbers by value, texts by their bytes in UTF-8, as `COLLATE "C"` and SQLite sort. */
  compare(one: CopiedRow, other: CopiedRow): number {
    for (const position of this.keys) {
      const order = compareCells(one[position] ?? null, other[position] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }

  private cellOf(column: string, type: CopiedColumn['type'], value: unknown): Cell {
    if (value === null) return null;
    if (type === 'text' && typeof value === 'string') return value;
    if (type === 'boolean') return value === true || value === 1;
    const number = Number(value);
    if (type === 'bigint' && Number.isSafeInteger(number)) return number;
    throw new Error(`${this.name}.${column} has a value that cannot be copied exactly: ${typeof value}`);
  }
}

const typeOf = (table: string, { databaseName, type }: ColumnMetadata): CopiedColumn['type'] => {
  const known = typeof type === 'string' ? TYPES[type] : undefined;
  if (known === undefined) throw new Error(`${table}.${databaseName} has a type that no copy knows: ${String(type)}`);
  return known;
};

const compareCells = (one: Cell, other: Cell): number => {
  if (one === other) return 0;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
};
