import type { Node } from 'libpg-query';

/** A part of a parsed statement: a node, or a member of one. */
export type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parts that a part directly has, those in lists included. */
const partsIn = (value: unknown): readonly Part[] =>
  Array.isArray(value) ? value.flatMap(partsIn) : isPart(value) ? [value] : [];

/** All nodes of a kind in a part, at any depth; those within nodes of the kinds `except` are left out. */
export const nodesOf = (kind: string, within: unknown, except: readonly string[] = []): Part[] =>
  partsIn(within).flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) => {
      const found = name === kind && isPart(value) ? [value] : [];
      return except.includes(name) ? found : [...found, ...nodesOf(kind, value, except)];
    }),
  );

/** The names of a column reference: `['c', 'client_id']`. */
export const namesOf = (column: Part): readonly string[] =>
  nodesOf('String', column['fields']).map(({ sval }) => String(sval));

/** The node of this kind, if the part is one. */
export const only = (kind: string, part: unknown): Part | undefined => {
  const found = isPart(part) ? part[kind] : undefined;
  return isPart(found) ? found : undefined;
};

/** The conditions that all have to hold. */
export const conditionsOf = (where: unknown): readonly Part[] => {
  const and = only('BoolExpr', where);
  if (and?.['boolop'] === 'AND_EXPR') return partsIn(and['args']).flatMap(conditionsOf);
  return partsIn(where);
};

/** The statements of a text: those that write below WITH, and the one that follows them. */
export const statementsOf = (statement: Node): readonly Part[] => {
  const [[, body] = []] = Object.entries(statement);
  const below = nodesOf('CommonTableExpr', only('withClause', body)).map(({ ctequery }) => ctequery as Part);
  return [...below, statement];
};
