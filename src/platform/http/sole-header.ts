import type { FastifyRequest } from 'fastify';

/**
 * The values of a header in the order they were sent, from `rawHeaders` of Node. `headers` of Node keeps only the first
 * of most headers, and joins those of others by a comma. `name` is in lower case.
 */
export const headerValues = (rawHeaders: readonly string[], name: string): string[] => {
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const sent = rawHeaders[at] ?? '';
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
};

/**
 * The value of a header that may be sent once, `undefined` if it is absent. Throws the error that `repeated` returns if
 * it was sent more than once. `name` is in lower case.
 */
export const soleHeader = (
  { raw: { rawHeaders } }: Pick<FastifyRequest, 'raw'>,
  name: string,
  repeated: () => Error,
): string | undefined => {
  const [value, ...others] = headerValues(rawHeaders, name);
  if (others.length > 0) throw repeated();
  return value;
};
