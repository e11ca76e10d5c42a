/**
 * An object with these names, all undefined, to be copied and filled in. It comes from JSON.parse because V8 keeps an
 * object that gets so many members one by one as a dictionary, several times slower to copy, to fill and to serialise.
 */
export const emptyValues = (names: readonly string[]): Record<string, unknown> => {
  const values = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Record<
    string,
    unknown
  >;
  for (const name of names) values[name] = undefined;
  return values;
};
