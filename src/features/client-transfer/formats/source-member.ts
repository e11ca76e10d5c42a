import { isDeepStrictEqual } from 'node:util';
import type { ClientDraft, Json } from './client-draft';

/** What an import makes of one member of a client of another server. */
export interface SourceMember {
  /** In words, for the guide. */
  readonly becomes: string;
  /** Puts the value into the draft. `name` is that of the file, `entry` the whole client. */
  readonly read: (draft: ClientDraft, value: unknown, name: string, entry: Json) => void;
}

/** The members that another server documents. */
export type SourceMembers = Readonly<Record<string, SourceMember>>;

/** The member has another name here, and perhaps another form. */
export const to = (member: string, convert: (value: unknown) => unknown = (value) => value): SourceMember => ({
  becomes: `\`${member}\``,
  read: (draft, value, name) => {
    draft.metadata[`${member}${tagOf(name)}`] = convert(value);
  },
});

/** The language tag of a name such as `client_name#de` (RFC 7591 section 2.2), with the `#`; empty if it has none. */
const tagOf = (name: string): string => (name.includes('#') ? name.slice(name.indexOf('#')) : '');

/** The member is read as the words say. */
export const as = (becomes: string, read: SourceMember['read']): SourceMember => ({ becomes, read });

/** The member is read together with another one, in the code of its format. */
export const partOf = (becomes: string): SourceMember => ({ becomes, read: () => undefined });

/**
 * The member has no place here. It is reported for each client, unless its value is one of `meaningless`, by which the other
 * server does what this one does.
 */
export const leftOut = (reason: string, meaningless: readonly unknown[] = []): SourceMember => ({
  becomes: `left out: ${reason}`,
  read: (draft, value, name) => {
    if (![...EMPTY, ...meaningless].some((one) => isDeepStrictEqual(one, value))) draft.leaveOut(name, reason);
  },
});

/** Nothing is lost: the member says nothing about the client that this server could need. It is not reported. */
export const without = (reason: string): SourceMember => ({ becomes: `not needed: ${reason}`, read: () => undefined });

const EMPTY: readonly unknown[] = ['', [], {}];

/**
 * Puts the members of an object into a draft. Members that the other server does not document are reported. `prefix` is the
 * path of the object in the client.
 */
export const readMembers = (draft: ClientDraft, entry: Json, members: SourceMembers, prefix = ''): void => {
  for (const [name, value] of Object.entries(entry)) {
    if (value === null || value === undefined) continue;
    const known = name.slice(0, name.length - tagOf(name).length);
    const member = Object.hasOwn(members, known) ? members[known] : undefined;
    if (member) member.read(draft, value, `${prefix}${name}`, entry);
    else draft.leaveOut(`${prefix}${name}`, 'the import does not know this member');
  }
};
