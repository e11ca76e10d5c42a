/** Values that are nested deeper are not compared. */
const DEEPEST = 16;

/**
 * The canonical JSON of a value: equal values have the same one, because the members of objects are sorted. Gives
 * `undefined` for a value that is not JSON or is nested deeper than 16 levels; it equals no other value.
 */
export const canonicalJson = (value: unknown, levels = DEEPEST): string | undefined => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (levels === 0) return undefined;
  const parts = Array.isArray(value)
    ? value.map((item) => canonicalJson(item, levels - 1))
    : Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, member]) => {
          const text = canonicalJson(member, levels - 1);
          return text && `${JSON.stringify(name)}:${text}`;
        });
  if (parts.includes(undefined)) return undefined;
  return Array.isArray(value) ? `[${parts.join()}]` : `{${parts.join()}}`;
};
