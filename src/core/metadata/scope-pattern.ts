/** Whether a scope is among those that a list names. */
export type ScopeMatcher = (scope: string) => boolean;

const matchers = new WeakMap<readonly string[], ScopeMatcher>();

/** As {@link matcherOf}, prepared once: for the operator's lists, which do not change while the server runs. */
export const scopeMatcher = (scopes: readonly string[]): ScopeMatcher => {
  const known = matchers.get(scopes);
  if (known) return known;
  const matcher = matcherOf(scopes);
  matchers.set(scopes, matcher);
  return matcher;
};

/**
 * Reads a list of scopes in which `*` stands for one or more characters: `storage.read:*`, `patient/*.rs`. It uses no
 * regular expression and never backtracks, so the time grows with the length of the scope only.
 */
export const matcherOf = (scopes: readonly string[]): ScopeMatcher => {
  const exact = new Set(scopes);
  const patterns = scopes.filter((scope) => scope.includes('*')).map((scope) => scope.split('*'));
  return (scope) => exact.has(scope) || patterns.some((parts) => matches(scope, parts));
};

/**
 * The parts between the `*` have to follow each other, with at least one character between them. The first occurrence
 * of each part leaves most of the scope for the others.
 */
const matches = (scope: string, [first = '', ...rest]: readonly string[]): boolean => {
  const last = rest.at(-1) ?? '';
  if (!scope.startsWith(first) || !scope.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = scope.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return scope.length - last.length > at;
};
