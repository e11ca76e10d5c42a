import { ClientMetadata } from './client-metadata.dto';
import { emptyValues } from './fast-values';
import { rowsOf } from './metadata-row';

const MEMBERS = rowsOf(ClientMetadata).map(({ name, localizable }) => ({ name, localizable: localizable === true }));
/** Every member in its place, without a value. */
const EMPTY = emptyValues(MEMBERS.map(({ name }) => name));

/**
 * The members in the order of the table, each followed by the same member in other languages (RFC 7591 section 2.2):
 * what is `issued` before what is registered. What stands in no row, members that the operator defined, follows at the
 * end. Those without a value are undefined, which JSON leaves out.
 */
export const inOrderOfTheTable = (
  registered: Readonly<Record<string, unknown>>,
  issued: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => {
  const tagged = Object.keys(registered).filter((name) => name.includes('#'));
  const ordered = tagged.length > 0 ? emptyValues(namesWith(tagged)) : { ...EMPTY };
  fillIn(ordered, registered);
  fillIn(ordered, issued);
  return ordered;
};

const fillIn = (ordered: Record<string, unknown>, values: Readonly<Record<string, unknown>>): void => {
  for (const name of Object.keys(values)) if (values[name] !== undefined) ordered[name] = values[name];
};

const namesWith = (tagged: readonly string[]): string[] =>
  MEMBERS.flatMap(({ name, localizable }) =>
    localizable ? [name, ...tagged.filter((other) => other.startsWith(`${name}#`))] : [name],
  );
