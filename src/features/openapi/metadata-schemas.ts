import { Member } from '../../core/metadata/member';
import type { NamedRow } from '../../core/metadata/metadata-row';
import { METADATA_ROWS } from '../../core/metadata/metadata-table';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import type { SchemaObject } from '../../platform/openapi/document-types';

/** A language tag behind the name of a member (RFC 7591 section 2.2, BCP 47). */
const TAG = '#[A-Za-z0-9-]+$';

/**
 * The members that a registration request may contain: every row except issued ones, with the values that the operator
 * permits.
 */
export const clientMetadataSchema = (policy: OperatorPolicy): SchemaObject => ({
  ...schemaOf(
    rowsWithExtensions(policy).filter(({ issued }) => !issued),
    policy,
    'request',
  ),
  description: 'Client metadata (RFC 7591 section 2). Unknown members are ignored; null counts as not sent.',
});

/** The client information response: every row except the lists to choose from, which occur in requests only. */
export const clientInformationSchema = (policy: OperatorPolicy): SchemaObject => {
  const rows = rowsWithExtensions(policy).filter(({ chooses }) => !chooses);
  return {
    ...schemaOf(rows, policy, 'answer'),
    description: 'Client information (RFC 7591 section 3.2.1, RFC 7592 section 3): the metadata as registered.',
    required: rows.filter(isAlways).map(({ name }) => name),
  };
};

/** The members that an update may contain: the same, and the `client_id` (RFC 7592 section 2.2). */
export const clientUpdateSchema = (policy: OperatorPolicy): SchemaObject => {
  const { properties, ...schema } = clientMetadataSchema(policy);
  return {
    ...schema,
    description: 'All metadata of a client (RFC 7592 section 2.2). Omitted members return to their defaults.',
    required: ['client_id'],
    properties: {
      client_id: { type: 'string', description: 'The identifier of the client, as it is.' },
      client_secret: { type: 'string', description: 'The secret of the client, as it is; it may be left out.' },
      ...properties,
    },
  };
};

/** The issued members that the response to a trial may contain. */
const ISSUED_IN_TRIALS: readonly string[] = ['client_id', 'client_status', 'jwks_uri_error'];

/** The metadata as they would be registered: the response without most of the issued members. */
export const registrableMetadataSchema = (policy: OperatorPolicy): SchemaObject => {
  const rows = rowsWithExtensions(policy).filter(
    ({ chooses, issued, name }) => !chooses && (!issued || ISSUED_IN_TRIALS.includes(name)),
  );
  const { properties, ...schema } = schemaOf(rows, policy, 'answer');
  return {
    ...schema,
    description: 'The metadata that would be registered, defaults included, and how they differ from the request.',
    required: [...rows.filter((row) => !row.issued && isAlways(row)).map(({ name }) => name), 'validation'],
    properties: { ...properties, validation: { $ref: '#/components/schemas/RequestReport' } },
  };
};

/** The table, and the members that the operator defines. */
const rowsWithExtensions = ({ extensions }: OperatorPolicy): readonly NamedRow[] => [
  ...METADATA_ROWS,
  ...extensions.map(({ row }) => row),
];

/** Whether every client has the member. */
const isAlways = ({ issued, needs, default: value }: NamedRow): boolean =>
  issued ? issued === 'always' : value !== undefined && typeof value !== 'function' && needs === undefined;

/** In a request a default is described in words: generators of clients take a member with `default` for a required one. */
type Direction = 'request' | 'answer';

const schemaOf = (rows: readonly NamedRow[], policy: OperatorPolicy, direction: Direction): SchemaObject => {
  const isRead = ({ isDisregarded }: Member): boolean => direction === 'answer' || !isDisregarded;
  const members = rows
    .map((row) => new Member(row, undefined, policy))
    .filter(hasValues)
    .filter(isRead);
  const localisable = members.filter(({ row }) => row.localizable);
  return {
    type: 'object',
    properties: Object.fromEntries(members.map((member) => [member.name, memberSchema(member, direction)])),
    ...(localisable.length > 0 && {
      patternProperties: Object.fromEntries(
        localisable.map(({ name, row }) => [`^${name}${TAG}`, { ...row.is.schema }]),
      ),
    }),
    additionalProperties: true, // generators of clients take patterns alone for the type of all members
  };
};

/** The schema of a member: the schema of its kind, with the permitted values and the default. */
const memberSchema = (member: Member, direction: Direction): SchemaObject => {
  const { about, from, is, issued } = member.row;
  const fixed = member.isDerived ? undefined : member.fixedDefault;
  const inWords = direction === 'request' && fixed !== undefined ? ` The default is ${JSON.stringify(fixed)}.` : '';
  return {
    ...narrowed(is.schema, member.choices),
    description: `${about}${inWords} (${from})`,
    ...(issued && { readOnly: true }),
    ...(direction === 'answer' && fixed !== undefined && { default: fixed }),
  };
};

/** A single value cannot be sent where none is offered; a list can, if it is empty. */
const hasValues = ({ row, choices }: Member): boolean => choices?.length !== 0 || row.is.schema['type'] === 'array';

const narrowed = (schema: SchemaObject, choices: readonly string[] | undefined): SchemaObject => {
  if (!choices) return { ...schema };
  const { items } = schema;
  if (choices.length === 0) return { ...schema, maxItems: 0 };
  return items ? { ...schema, items: { ...items, enum: [...choices] } } : { ...schema, enum: [...choices] };
};
