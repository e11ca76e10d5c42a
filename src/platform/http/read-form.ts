/** The only parameter that may stand in a request more than once (RFC 8707 section 2). */
const REPEATABLE = new Set(['resource']);
/** The longest requests that RFCs describe have some twenty. */
export const MAX_PARAMETERS = 100;

/** The parameters of a form, or why it is refused: a sentence for the caller. */
export type FormReading = { readonly parameters: URLSearchParams } | { readonly refusal: string };

/**
 * Reads a form (RFC 6749 section 3.2), where an empty value is an omitted one. Each pair is looked at once, and what
 * has more than {@link MAX_PARAMETERS} of them is refused before any is decoded.
 */
export const readForm = (text: string): FormReading => {
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS)
    return { refusal: `the request body must have at most ${MAX_PARAMETERS} parameters; leave out the others` };
  const parameters = new URLSearchParams(text);
  const names = new Set<string>();
  const kept: [string, string][] = [];
  for (const [name, value] of parameters) {
    if (names.has(name) && !REPEATABLE.has(name)) return { refusal: `${name} must not be repeated; send it once` };
    names.add(name);
    if (value !== '') kept.push([name, value]);
  }
  return { parameters: kept.length === parameters.size ? parameters : new URLSearchParams(kept) };
};
