import type { IssuedMembers, StoredMetadata } from './client-metadata';
import { emptyValues } from './fast-values';
import { METADATA_ROWS } from './metadata-table';

const MEMBERS = METADATA_ROWS.map(({ name, localizable }) => ({ name, localizable: localizable === true }));
/** Every member in its place, without a value. */
const EMPTY = emptyValues(MEMBERS.map(({ name }) => name));

/**
 * Stored and issued members in the order of the table, each followed by the same member in other languages (RFC 7591
 * section 2.2). Members that the operator defined follow at the end. Those without a value are undefined, which JSON
 * leaves out.
 */
export const inResponseOrder = <Issued extends Partial<IssuedMembers>>(
  stored: StoredMetadata,
  issued: Issued,
): StoredMetadata & Issued => {
  const tagged = Object.keys(stored).filter((name) => name.includes('#'));
  const ordered = tagged.length > 0 ? emptyValues(namesWith(tagged)) : { ...EMPTY };
  fillIn(ordered, stored);
  fillIn(ordered, issued);
  return ordered as StoredMetadata & Issued;
};

const fillIn = (ordered: Record<string, unknown>, values: Readonly<Record<string, unknown>>): void => {
  for (const name of Object.keys(values)) if (values[name] !== undefined) ordered[name] = values[name];
};

const namesWith = (tagged: readonly string[]): string[] =>
  MEMBERS.flatMap(({ name, localizable }) =>
    localizable ? [name, ...tagged.filter((other) => other.startsWith(`${name}#`))] : [name],
  );
