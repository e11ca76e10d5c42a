import { ClientMetadata } from './client-metadata.dto';
import { rowsOf } from './metadata-row';

const MEMBERS = rowsOf(ClientMetadata).map(({ name, localizable }) => ({ name, localizable: localizable === true }));

/**
 * The members that have a value in the order of the table, each followed by the same member in other languages
 * (RFC 7591 section 2.2): what is `issued` before what is registered. What is not in the table is left out.
 */
export const inOrderOfTheTable = (
  registered: Readonly<Record<string, unknown>>,
  issued: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => {
  const tagged = Object.keys(registered).filter((name) => name.includes('#'));
  const ordered: Record<string, unknown> = {};
  for (const { name, localizable } of MEMBERS) {
    const value = issued[name] ?? registered[name];
    if (value !== undefined) ordered[name] = value;
    if (localizable && tagged.length > 0)
      for (const other of tagged) if (other.startsWith(`${name}#`)) ordered[other] = registered[other];
  }
  return ordered;
};
