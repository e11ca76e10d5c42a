import { ClientMetadata } from './client-metadata.dto';
import { rowsOf } from './metadata-row';

const MEMBERS = rowsOf(ClientMetadata);

/**
 * The members that have a value in the order of the table, each followed by the same member in other languages
 * (RFC 7591 section 2.2). What is not in the table is left out.
 */
export const inOrderOfTheTable = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const tagged = Object.keys(values).filter((name) => name.includes('#'));
  const names = MEMBERS.flatMap(({ name, localizable }) =>
    localizable ? [name, ...tagged.filter((other) => other.startsWith(`${name}#`))] : [name],
  );
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
};
