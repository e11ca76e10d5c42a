import { COORDINATOR_TABLES, DISTRIBUTED_TABLES } from '../../../src/platform/database/distribution/distributed-tables';
import { conditionsOf, namesOf, nodesOf, only, type Part } from './syntax';

const KEYS: Readonly<Record<string, string>> = DISTRIBUTED_TABLES;
const OF_COORDINATOR: readonly string[] = COORDINATOR_TABLES;
/** Functions whose result is another one at each call: a worker would not have the value of another. */
const CHANGING = /^(random|now|clock_timestamp|statement_timestamp|gen_random_uuid|nextval)$/;
const CASES = ['CaseExpr', 'CoalesceExpr', 'MinMaxExpr'];

/** The statement without what precedes it below WITH. */
interface Statement {
  readonly kind: string;
  readonly body: Part;
}

const nameOf = (relation: unknown): string => String((relation as Part | undefined)?.['relname']);

/** A table of a FROM clause, by the name that columns are written with. */
interface Source {
  readonly table: string;
  readonly name: string;
}

const sourceOf = (range: Part): Source => {
  const table = nameOf(range);
  const alias = (range['alias'] as Part | undefined)?.['aliasname'];
  return { table, name: typeof alias === 'string' ? alias : table };
};

/** The tables that a statement or a subquery names itself; not those of its subqueries. */
const sourcesOf = ({ kind, body }: Statement): readonly Source[] => [
  ...(kind === 'SelectStmt' ? [] : [sourceOf(body['relation'] as Part)]),
  ...nodesOf('RangeVar', [body['fromClause'], body['usingClause']], ['SubLink', 'RangeSubselect']).map(sourceOf),
];

const subselectsOf = (within: unknown): readonly Statement[] =>
  [...nodesOf('SubLink', within), ...nodesOf('RangeSubselect', within)].flatMap((link) => {
    const body = only('SelectStmt', link['subselect'] ?? link['subquery']);
    return body ? [{ kind: 'SelectStmt', body }] : [];
  });

const isDistributed = ({ table }: Source): boolean => table in KEYS;

/** Whether a condition compares the key of a table, with one value or with that of another source. */
const comparesKeyOf = (source: Source, condition: Part): boolean => {
  const comparison = only('A_Expr', condition);
  if (comparison?.['kind'] !== 'AEXPR_OP' || !nodesOf('String', comparison['name']).some(({ sval }) => sval === '='))
    return false;
  return nodesOf('ColumnRef', [comparison['lexpr'], comparison['rexpr']]).some((column) => {
    const [last, qualifier = source.name] = [...namesOf(column)].reverse();
    return last === KEYS[source.table] && qualifier === source.name;
  });
};

const allConditionsOf = (body: Part): readonly Part[] => [
  ...conditionsOf(body['whereClause']),
  ...nodesOf('JoinExpr', body['fromClause'], ['RangeSubselect']).flatMap(({ quals }) => conditionsOf(quals)),
];

const isJoinedByKeys = (sources: readonly Source[], conditions: readonly Part[]): boolean =>
  conditions.some((condition) => sources.every((source) => comparesKeyOf(source, condition)));

const joinOffences = (statement: Statement): string[] => {
  const sources = sourcesOf(statement);
  const distributed = sources.filter(isDistributed);
  const others = sources.filter(({ table }) => OF_COORDINATOR.includes(table));
  if (distributed.length === 0) return [];
  if (others.length > 0) return [`${others[0]?.table ?? ''} of the coordinator joined with a distributed table`];
  if (distributed.length > 1 && !isJoinedByKeys(distributed, allConditionsOf(statement.body)))
    return ['distributed tables joined by other columns than their keys'];
  const isOuter = nodesOf('JoinExpr', statement.body['fromClause']).some(({ jointype }) => jointype !== 'JOIN_INNER');
  return isOuter && distributed.length < sources.length
    ? ['an outer join of a distributed table with a copied one']
    : [];
};

/** A subquery that names a table of the statement around it cannot run before it. */
const correlationOffences = (statement: Statement): string[] => {
  const outer = sourcesOf(statement);
  return subselectsOf(statement.body).flatMap((inner) => {
    const own = new Set(sourcesOf(inner).map(({ name }) => name));
    const named = nodesOf('ColumnRef', inner.body).map((column) => namesOf(column));
    const isCorrelated = named.some(
      ([first = '', ...rest]) => rest.length > 0 && !own.has(first) && hasNone(inner, first),
    );
    const all = [...outer, ...sourcesOf(inner)];
    return isCorrelated && all.some(isDistributed) ? ['a subquery that depends on the row around it'] : [];
  });
};

/** Whether a name is not that of a source of a subquery within. */
const hasNone = (statement: Statement, name: string): boolean =>
  !subselectsOf(statement.body).some((inner) => sourcesOf(inner).some((source) => source.name === name));

const writeOffences = ({ kind, body }: Statement): string[] => {
  const own = { ...body, withClause: undefined };
  const table = nameOf(body['relation']);
  const key = KEYS[table];
  const set = nodesOf('ResTarget', body['targetList'], ['SubLink']).map(({ name }) => name);
  const values = only('SelectStmt', body['selectStmt'])?.['valuesLists'];
  return [
    ...(CASES.some((one) => nodesOf(one, own).some((found) => nodesOf('SubLink', found).length > 0))
      ? ['a subquery in CASE, COALESCE, GREATEST or LEAST of a write']
      : []),
    ...(nodesOf('SubLink', values).length > 0 ? ['a subquery in VALUES'] : []),
    ...(nodesOf('SubLink', body['onConflictClause']).length > 0 ? ['a subquery in ON CONFLICT'] : []),
    ...(key !== undefined && kind === 'UpdateStmt' && set.includes(key)
      ? ['another value for a distribution key']
      : []),
    ...(key !== undefined && kind === 'InsertStmt' ? insertOffences(body, key) : []),
    ...(key !== undefined && nodesOf('FuncCall', own).some((call) => CHANGING.test(functionOf(call)))
      ? ['a function that gives another value at each call']
      : []),
  ];
};

const functionOf = (call: Part): string =>
  nodesOf('String', call['funcname'])
    .map(({ sval }) => String(sval))
    .join('.');

const insertOffences = (body: Part, key: string): string[] => {
  const columns = nodesOf('ResTarget', body['cols']).map(({ name }) => name);
  const change = nodesOf('ResTarget', (body['onConflictClause'] as Part | undefined)?.['targetList'], ['SubLink']);
  const keeps = ({ name, val }: Part): boolean =>
    name !== key || nodesOf('ColumnRef', val).some((column) => namesOf(column).join('.') === `excluded.${key}`);
  return [
    ...(columns.includes(key) ? [] : ['a row without its distribution key']),
    ...(change.every(keeps) ? [] : ['another value for a distribution key']),
  ];
};

const lockOffences = (statement: Statement): string[] => {
  if (statement.body['lockingClause'] === undefined) return [];
  const conditions = conditionsOf(statement.body['whereClause']);
  const open = sourcesOf(statement).filter(
    (source) => isDistributed(source) && !conditions.some((condition) => comparesKeyOf(source, condition)),
  );
  return open.length > 0 ? ['FOR UPDATE without the distribution key'] : [];
};

const selectOffences = (statement: Statement): string[] => [
  ...lockOffences(statement),
  ...joinOffences(statement),
  ...correlationOffences(statement),
];

/** The rows that an INSERT takes from other tables. */
const selectOf = (body: Part): readonly Part[] => {
  const select = only('SelectStmt', body['selectStmt']);
  return select && !select['valuesLists'] ? [select] : [];
};

/** What Citus refuses of one statement that reads or writes rows, in words. */
export const offencesOf = (kind: string, body: Part): string[] => {
  const statement = { kind, body };
  const isWrite = kind !== 'SelectStmt';
  return [
    ...(isWrite ? writeOffences(statement) : []),
    ...selectOffences(statement),
    ...selectOf(body).flatMap((select) => offencesOf('SelectStmt', select)),
    ...subselectsOf(body).flatMap((inner) => [...lockOffences(inner), ...joinOffences(inner)]),
  ];
};
