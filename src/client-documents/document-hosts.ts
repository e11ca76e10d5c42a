/**
 * Whether `CIMD_HOSTS` permits a host (with its port if that is not 443): no entry that begins with `!` matches it, and
 * one of the others does, if there are others. `*.example` matches every name below `example`, and an entry without a
 * port every port.
 */
export const isPermittedHost = (host: string, entries: readonly string[]): boolean => {
  const refused = entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  const permitted = entries.filter((entry) => !entry.startsWith('!'));
  if (refused.some((entry) => matches(host, entry))) return false;
  return permitted.length === 0 || permitted.some((entry) => matches(host, entry));
};

const matches = (host: string, written: string): boolean => {
  const entry = written.toLowerCase();
  const hostname = host.replace(/:\d+$/, '');
  const compared = /:\d+$/.test(entry) ? host : hostname;
  return entry.startsWith('*.') ? compared.endsWith(entry.slice(1)) : compared === entry;
};
