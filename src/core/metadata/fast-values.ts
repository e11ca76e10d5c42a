/**
 * An object with these names, all undefined, to be copied and filled in. JSON.parse creates it: if an object gets that
 * many members one by one, V8 stores it as a dictionary, which is several times slower to copy, fill and serialise.
 */
export const emptyValues = (names: readonly string[]): Record<string, unknown> => {
  const values = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Record<
    string,
    unknown
  >;
  for (const name of names) values[name] = undefined;
  return values;
};
