const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`);
/** Parsers read a name whose last label is a number as an IPv4 address. */
const ADDRESS = /^\[|(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;
const LONGEST_ENTRY = 253;

/**
 * Whether a string can be an entry of a list of hosts: `api.example`, `*.partner.example`, `127.0.0.1`, `[::1]`. An
 * address has to be in canonical form.
 */
export const isHostEntry = (entry: string): boolean => {
  if (entry.length > LONGEST_ENTRY) return false;
  if (!ADDRESS.test(entry)) return NAME.test(entry);
  const url = `http://${entry}/`;
  return URL.canParse(url) && new URL(url).hostname === entry;
};

/**
 * Whether a list covers a host, or an entry of another list: by the same entry, or by `*.` and a domain above it. The
 * domain itself is not covered by its wildcard.
 */
export const coveredBy = (entries: readonly string[]): ((host: string) => boolean) => {
  const known = new Set(entries);
  return (host) => {
    if (known.has(host)) return true;
    const name = host.startsWith('*.') ? host.slice(2) : host;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      if (known.has(`*${name.slice(dot)}`)) return true;
    return false;
  };
};

/** The intersection of two lists: where an entry of one covers an entry of the other, the narrower of the two. */
export const hostsOfBoth = (superior: readonly string[], subordinate: readonly string[]): readonly string[] => {
  const isSuperior = coveredBy(superior);
  const isSubordinate = coveredBy(subordinate);
  return [...new Set([...superior.filter(isSubordinate), ...subordinate.filter(isSuperior)])];
};
