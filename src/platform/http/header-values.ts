/**
 * The values of a header in the order they were sent, from `rawHeaders` of Node: of most headers `headers` keeps the
 * first and says nothing of the others. `name` is in lower case.
 */
export const headerValues = (rawHeaders: readonly string[], name: string): string[] => {
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const sent = rawHeaders[at] ?? '';
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
};
