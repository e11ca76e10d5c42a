import { isRepeatable } from './form-parameter.decorator';

/** The longest requests that RFCs describe have some twenty. */
export const MAX_PARAMETERS = 100;

/** The parameters of a form, or the description of the error if it is refused. */
export type FormReading = { readonly parameters: URLSearchParams } | { readonly refusal: string };

/**
 * Reads a form (RFC 6749 section 3.2). A parameter with an empty value counts as omitted. A parameter is repeatable if
 * the DTO of any request declares it so; the DTO of this request may still refuse the repetition. A form with more than
 * {@link MAX_PARAMETERS} parameters is refused before any of them is decoded.
 */
export const readForm = (text: string): FormReading => {
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS)
    return { refusal: `the request must have at most ${MAX_PARAMETERS} parameters; leave out the others` };
  const parameters = new URLSearchParams(text);
  const names = new Set<string>();
  const kept: [string, string][] = [];
  for (const [name, value] of parameters) {
    if (names.has(name) && !isRepeatable(name)) return { refusal: repeatedParameter(name) };
    names.add(name);
    if (value !== '') kept.push([name, value]);
  }
  return { parameters: kept.length === parameters.size ? parameters : new URLSearchParams(kept) };
};

/** The description of the error for a parameter that is sent more than once (RFC 6749 section 3.2). */
export const repeatedParameter = (name: string): string => `${name} must not be repeated; send it once`;
