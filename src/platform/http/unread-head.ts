import type { RequestHead } from './error-pages';

const REQUEST_LINE = /^[A-Z]+ (\/\S*)/;
const HEADER = /^(accept|accept-language):[ \t]*(.*)$/i;

/**
 * What can be read of the head of a request that Node refused, in the octets that arrived last; `undefined` if the head does not
 * begin there. It is good for the choice of a response alone: nothing is checked.
 */
export const unreadHead = (octets: Buffer): RequestHead | undefined => {
  const [first = '', ...lines] = octets.toString('latin1').split('\r\n');
  const url = REQUEST_LINE.exec(first)?.[1];
  if (url === undefined) return undefined;
  const headers = lines
    .map((line) => HEADER.exec(line))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']): [string, string] => [name.toLowerCase(), value]);
  return { url, headers: Object.fromEntries(headers) };
};
