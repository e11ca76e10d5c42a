import DataLoader from 'dataloader';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { execute } from './execute';
import { lacksConnection } from './lacks-connection';
import { list, Rows } from './rows';

type ReadAll<Key, Value> = (keys: readonly Key[]) => Promise<(Value | Error)[]>;

/**
 * Reads that share a query with all others of the same turn of the event loop. Nothing is cached between turns. One
 * turn reads all readable sockets; DataLoader alone would start a query after each of them. If a distributed engine cannot
 * reach some of the rows, each key is read by a query of its own.
 */
export const sharedReads = <Key, Value>(readAll: ReadAll<Key, Value>): DataLoader<Key, Value> =>
  new DataLoader((keys) => readAll(keys).catch((error: unknown) => readAlone(readAll, keys, error)), {
    cache: false,
    batchScheduleFn: setImmediate,
  });

/** Throws `error` if it says nothing about single keys. */
const readAlone = async <Key, Value>(
  readAll: ReadAll<Key, Value>,
  keys: readonly Key[],
  error: unknown,
): Promise<(Value | Error)[]> => {
  if (keys.length === 1 || !lacksConnection(error)) throw error;
  const settled = await Promise.allSettled(keys.map((key) => readAll([key])));
  return settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [one.reason as Error]));
};

/** The one character that PostgreSQL refuses in a text, so that nothing has it in its key. */
const NUL = '\u0000';

/** Finds entities by their key, in {@link sharedReads}. */
export class BatchedReads<Entity extends ObjectLiteral> {
  private readonly rows: Rows<Entity>;
  /** The statement for batches of each size. */
  private readonly statements = new Map<number, string>();
  private readonly loader = sharedReads<string, Entity | undefined>((keys) => this.readAll(keys));

  constructor(
    private readonly dataSource: DataSource,
    entity: EntityTarget<Entity>,
    private readonly key: keyof Entity & string,
  ) {
    this.rows = new Rows(dataSource, entity);
  }

  /** The entity with this key, in its current state. */
  find(key: string): Promise<Entity | undefined> {
    return key.includes(NUL) ? Promise.resolve(undefined) : this.loader.load(key);
  }

  private async readAll(keys: readonly string[]): Promise<(Entity | undefined)[]> {
    const parameters = padded([...new Set(keys)]);
    const found = await execute(this.dataSource, this.statementFor(parameters.length), parameters);
    const entities = found.map((row) => this.rows.selectedEntity(row));
    const byKey = new Map<unknown, Entity>(entities.map((entity) => [entity[this.key], entity]));
    return keys.map((key) => byKey.get(key));
  }

  private statementFor(count: number): string {
    const { table, selection } = this.rows;
    const text =
      this.statements.get(count) ?? `SELECT ${selection} FROM ${table} WHERE ${this.key} IN (${list(count)})`;
    this.statements.set(count, text);
    return text;
  }
}

/** The keys, padded with the first one to the next power of two, so that batches of all sizes need few statements. */
export const padded = (keys: readonly string[]): string[] => {
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array<string>(length - keys.length).fill(keys[0] ?? '')];
};
