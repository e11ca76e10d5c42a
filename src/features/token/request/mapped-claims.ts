/** In characters of JSON: a token travels in a header. */
const MOST_CHARACTERS = 4096;

/**
 * Takes the names of claims in the token with those of the upstream, and the claims of a person. Gives the claims of the
 * token. One with which they would become too long is left out, and so are those that the person does not have.
 */
export const mappedClaims = (
  names: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const mapped: Record<string, unknown> = {};
  let left = MOST_CHARACTERS;
  for (const [name, source] of Object.entries(names)) {
    const value = claims[source];
    const length = value === undefined ? Infinity : JSON.stringify({ [name]: value }).length;
    if (length > left) continue;
    left -= length;
    mapped[name] = value;
  }
  return mapped;
};
