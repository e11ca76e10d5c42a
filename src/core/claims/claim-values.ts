/** A value of a claim is compared whole, so a claim that is a list of words separated by spaces is split before. */
const WORDS = / +/;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The value of a claim, `undefined` if there is none. `path` is the name of the claim, or names of nested objects with dots
 * between them; a claim whose own name has the dots comes first.
 */
export const claimAt = (claims: Claims, path: string): unknown =>
  Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce<unknown>(memberOf, claims);

/** The texts that a claim has: those of an array, or the words of a text. Anything else is no text. */
export const claimValues = (claims: Claims, path: string): readonly string[] => {
  const value = claimAt(claims, path);
  if (typeof value === 'string') return value.split(WORDS).filter(Boolean);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Claims)[name]
    : undefined;
