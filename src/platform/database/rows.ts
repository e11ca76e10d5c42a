import type { DataSource, Driver, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** A row as a database driver gives it: column, value. */
export type Row = Readonly<Record<string, unknown>>;

/** The one column of a row that is selected as a JSON text. */
const JSON_TEXT = 'json_text';

/**
 * Converts the entity of a table to and from its rows, for the few statements that are too frequent for a query
 * builder. Columns, types and transformers are those of the entity.
 */
export class Rows<Entity extends ObjectLiteral> {
  readonly table: string;
  /** The names of all columns, in the order of {@link valuesOf}. */
  readonly columns: readonly string[];
  /** The columns of the primary key. */
  readonly keys: readonly string[];
  /**
   * The list of a SELECT whose rows {@link selectedEntity} reads. On SQLite, a row is one JSON text, in which JSON columns are
   * part of the JSON: sqlite3 takes longer to make an object of the columns than SQLite to write the text.
   */
  readonly selection: string;
  private readonly codecs: readonly Codec[];
  private readonly make: () => Entity;
  private readonly isSqlite: boolean;

  constructor(dataSource: DataSource, entity: EntityTarget<Entity>) {
    const { driver, options } = dataSource;
    const { tableName, columns, target } = dataSource.getMetadata(entity);
    this.table = tableName;
    this.columns = columns.map(({ databaseName }) => databaseName);
    this.keys = columns.filter(({ isPrimary }) => isPrimary).map(({ databaseName }) => databaseName);
    this.codecs = columns.map((column) => codecOf(driver, column));
    this.make = () => new (target as new () => Entity)();
    this.isSqlite = options.type === 'sqlite';
    this.selection = this.isSqlite ? jsonOf(this.codecs) : this.columns.join(', ');
  }

  /** The stored form of an entity. */
  valuesOf(entity: Entity): unknown[] {
    return this.codecs.map(({ property, write }) => write(entity[property]));
  }

  /**
   * The same for a row that is part of a JSON text. The value of a JSON column is not a text in it but part of the JSON:
   * SQLite makes the text that `JSON.stringify` would, and nothing is encoded twice.
   */
  jsonValuesOf(entity: Entity): unknown[] {
    return this.codecs.map(({ property, isJson, write }) => {
      const value = entity[property] as unknown;
      return isJson && typeof value === 'object' ? value : write(value);
    });
  }

  /** The columns and the stored values of some properties. Properties without a value are left out. */
  partOf(properties: Partial<Entity>): { readonly columns: readonly string[]; readonly values: readonly unknown[] } {
    const part = this.codecs.filter(({ property }) => properties[property] !== undefined);
    return {
      columns: part.map(({ column }) => column),
      values: part.map(({ property, write }) => write(properties[property])),
    };
  }

  /** The values of the primary key in an entity or a row, as one text; for keys whose property is named like the column. */
  keyOf(entity: Entity | Row): string {
    return JSON.stringify(this.keys.map((key) => entity[key] as unknown));
  }

  /** The entity that was stored as this row. */
  entityOf(row: Row): Entity {
    const entity: Record<string, unknown> = this.make();
    for (const { property, column, read } of this.codecs) entity[property] = read(row[column]);
    return entity as Entity;
  }

  /** The entity of a row that {@link selection} gave. */
  selectedEntity(row: Row): Entity {
    if (!this.isSqlite) return this.entityOf(row);
    const values = JSON.parse(row[JSON_TEXT] as string) as unknown[];
    const entity: Record<string, unknown> = this.make();
    this.codecs.forEach(({ property, isJson, read }, index) => {
      entity[property] = isJson ? values[index] : read(values[index]);
    });
    return entity as Entity;
  }

  /** The row that {@link selection} gives of an entity once it is stored. */
  selectedRowOf(entity: Entity): Row {
    if (this.isSqlite) return { [JSON_TEXT]: JSON.stringify(this.jsonValuesOf(entity)) };
    const values = this.valuesOf(entity);
    return Object.fromEntries(this.columns.map((column, index) => [column, values[index]]));
  }
}

const jsonOf = (codecs: readonly Codec[]): string => {
  const values = codecs.map(({ column, isJson }) => (isJson ? `json(${column})` : column));
  return `json_array(${values.join(', ')}) AS ${JSON_TEXT}`;
};

interface Codec {
  readonly property: string;
  readonly column: string;
  readonly isJson: boolean;
  readonly write: (value: unknown) => unknown;
  readonly read: (value: unknown) => unknown;
}

/** Most columns are texts, which both databases take and give as they are. The driver would go through all types for them. */
const codecOf = (driver: Driver, column: ColumnMetadata): Codec => {
  const isJson = column.type === 'simple-json' && !column.transformer;
  const names = { property: column.propertyName, column: column.databaseName, isJson };
  return column.type === 'text' && !column.transformer
    ? { ...names, write: (value) => value ?? null, read: (value) => value }
    : {
        ...names,
        write: (value) => (driver.preparePersistentValue(value, column) as unknown) ?? null,
        read: (value) => driver.prepareHydratedValue(value, column) as unknown,
      };
};

/**
 * `($1, $2), ($3, $4)`: placeholders for the given number of rows and columns. `before` is the number of parameters that
 * precede them.
 */
export const places = (rows: number, columns: number, before = 0): string =>
  Array.from({ length: rows }, (_, row) => `(${list(columns, before + row * columns)})`).join(', ');

/** `$1, $2, $3`: the given number of placeholders. `before` is the number of parameters that precede them. */
export const list = (count: number, before = 0): string =>
  Array.from({ length: count }, (_, index) => `$${before + index + 1}`).join(', ');
