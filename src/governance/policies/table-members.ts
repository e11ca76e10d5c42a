import type { NamedRow } from '../../core/metadata/metadata-row';
import { SENT_ROWS } from '../../core/metadata/metadata-table';
import type { MemberType, PolicyMembers } from '../../core/policy-document/policy-members';

type Schema = Readonly<Record<string, unknown>>;

/** The members that a policy may name: those of the table that are stored, and those of the operator. */
export const tableMembers = (extensions: readonly NamedRow[] = []): PolicyMembers => {
  const types = new Map<string, MemberType>([
    ...SENT_ROWS.filter(({ chooses }) => chooses === undefined).map((row) => [row.name, typeOfRow(row)] as const),
    ...extensions.map(({ name, is }) => [name, typeOfSchema(is.schema)] as const),
  ]);
  return { names: [...types.keys()], typeOf: (name) => types.get(name) };
};

const typeOfRow = ({ name, is }: NamedRow): MemberType => (name === 'scope' ? 'words' : typeOfSchema(is.schema));

/** A schema of the operator may permit several types, or any. */
const typeOfSchema = ({ type, format, items }: Schema): MemberType => {
  if (type === 'array') return typeOfItems(items as Schema | undefined);
  if (type === 'string') return format === 'uri' ? 'uri' : 'string';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' || type === 'object' ? type : 'any';
};

const typeOfItems = (items: Schema | undefined): MemberType => {
  if (items?.['type'] !== 'string') return 'list';
  return items['format'] === 'uri' ? 'uris' : 'strings';
};
