/** A value of a claim is compared whole, so a claim that is a list of words separated by spaces is split before. */
const WORDS = / +/;

/**
 * The texts that a claim has: those of an array, or the words of a text. `path` is the name of the claim, or names of
 * nested objects with dots between them; a claim whose own name has the dots comes first. Anything else is no text.
 */
export const claimValues = (claims: Readonly<Record<string, unknown>>, path: string): readonly string[] => {
  const value = Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce<unknown>(memberOf, claims);
  if (typeof value === 'string') return value.split(WORDS).filter(Boolean);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
