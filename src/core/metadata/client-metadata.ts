import type { Kind } from './metadata-row';
import type { MemberName, MEMBERS } from './metadata-table';

type Rows = typeof MEMBERS;

/** The type of the value of a member, by its kind. */
type ValueOf<Name extends MemberName> = Rows[Name] extends { readonly is: Kind<infer Value> } ? Value : never;

/** The members whose rows have a mark. */
type With<Mark> = { [Name in MemberName]: Rows[Name] extends Mark ? Name : never }[MemberName];

type Issued = With<{ readonly issued: string }>;
type AlwaysIssued = With<{ readonly issued: 'always' }>;
/** Lists from which a value is chosen: they are not stored. */
type SentOnly = With<{ readonly chooses: string }>;
/** Members with a default, unless the default needs another member, or is a function that may return `undefined`. */
type AlwaysStored = Exclude<
  With<{ readonly default: unknown }>,
  | With<{ readonly needs: string }>
  | { [Name in MemberName]: MayGiveNothing<Rows[Name]> extends true ? Name : never }[MemberName]
>;
type MayGiveNothing<R> = R extends { readonly default: (registered: never) => infer Value }
  ? undefined extends Value
    ? true
    : false
  : false;

/** The members that a registration request may contain (RFC 7591 section 2): every member is optional. */
export type RegistrationRequest = { [Name in Exclude<MemberName, Issued>]?: ValueOf<Name> };

/**
 * The stored metadata of a client: valid members, defaults included. Members with language tags and members of the
 * operator's own are stored too, under names that the type does not list.
 */
export type StoredMetadata = { [Name in AlwaysStored]: ValueOf<Name> } & {
  [Name in Exclude<MemberName, Issued | SentOnly | AlwaysStored>]?: ValueOf<Name>;
};

/** The members that the server adds to a response. */
export type IssuedMembers = { readonly [Name in AlwaysIssued]: ValueOf<Name> } & {
  readonly [Name in Exclude<Issued, AlwaysIssued>]?: ValueOf<Name> | undefined;
};

/** The client information response (RFC 7591 section 3.2.1, RFC 7592 section 3). */
export type ClientInformation = StoredMetadata & IssuedMembers;
