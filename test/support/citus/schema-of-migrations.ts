import { parseSync } from 'libpg-query';
import { nodesOf, only, type Part } from './syntax';

/** A unique key of a table. */
interface UniqueKey {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** The tables that statements make, and the unique keys that they leave. */
export interface MadeSchema {
  readonly tables: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, UniqueKey>;
}

const tableOf = (body: Part): string => String((body['relation'] as Part)['relname']);
const textsOf = (list: unknown): readonly string[] => nodesOf('String', list).map(({ sval }) => String(sval));

const keysOfTable = (body: Part): readonly UniqueKey[] =>
  nodesOf('Constraint', body['tableElts'])
    .filter(({ contype }) => contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE')
    .map(({ conname, keys }) => ({ name: String(conname), table: tableOf(body), columns: textsOf(keys) }));

/** Reads statements for PostgreSQL in their order. Call `loadParser` first. */
export const schemaOf = (statements: readonly string[]): MadeSchema => {
  const [tables, keys] = [new Set<string>(), new Map<string, UniqueKey>()];
  for (const { stmt } of statements.flatMap((text) => parseSync(text).stmts ?? [])) {
    const [table, index, dropped] = [only('CreateStmt', stmt), only('IndexStmt', stmt), only('DropStmt', stmt)];
    if (table) {
      tables.add(tableOf(table));
      for (const key of keysOfTable(table)) keys.set(key.name, key);
    }
    if (index?.['unique'] === true) {
      const columns = nodesOf('IndexElem', index['indexParams']).map(({ name }) => String(name));
      keys.set(String(index['idxname']), { name: String(index['idxname']), table: tableOf(index), columns });
    }
    for (const name of textsOf(dropped?.['objects'])) keys.delete(name);
  }
  return { tables, keys };
};

/** The columns whose type the statements change, as `table.column`: Citus changes none by which a table is distributed. */
export const retypedColumns = (statements: readonly string[]): readonly string[] =>
  statements
    .flatMap((text) => nodesOf('AlterTableStmt', parseSync(text)))
    .flatMap((body) =>
      nodesOf('AlterTableCmd', body['cmds'])
        .filter(({ subtype }) => /AlterColumnType|DropColumn/.test(String(subtype)))
        .map(({ name }) => `${tableOf(body)}.${String(name)}`),
    );
