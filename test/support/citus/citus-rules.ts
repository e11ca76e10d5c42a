import { loadModule, parseSync } from 'libpg-query';
import { offencesOf } from './statement-rules';
import { type Part, statementsOf } from './syntax';

const READS_OR_WRITES = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);
/** The name of statements that `CombinedStatement` runs as one. Where they are refused, the server runs each by itself. */
const COMBINED = /^\s*WITH part_0 AS/;

/** The form that some statements have on SQLite only. */
const OF_SQLITE = /jsonb?_each|\?/;

/**
 * What Citus refuses of statements, each with its reason. It knows the kinds that a trial on Citus 13 or its documentation
 * showed, not all that there are. Statements for SQLite alone are left out. Call `loadModule` of libpg-query first.
 */
export const refusedByCitus = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => !OF_SQLITE.test(text))
    .flatMap((text) => reasonsOf(text).map((reason) => `${reason}: ${text}`));

const reasonsOf = (text: string): readonly string[] => {
  const statements = (parseSync(text).stmts ?? []).flatMap(({ stmt }) => (stmt ? statementsOf(stmt) : []));
  const ours = statements.flatMap((statement) => Object.entries(statement) as [string, Part][]);
  const isBelow = ours.slice(0, -1).some(([kind]) => kind !== 'SelectStmt') && !COMBINED.test(text);
  const reasons = ours.flatMap(([kind, body]) => (READS_OR_WRITES.has(kind) ? offencesOf(kind, body) : []));
  return [...(isBelow ? ['a write below WITH'] : []), ...new Set(reasons)];
};

export { loadModule as loadParser };
