import type { Fault } from '../errors/registration-errors';
import type { Faults } from './faults';
import type { Member } from './member';
import type { NamedRow } from './metadata-row';
import { isNotSent } from './not-sent';

const MOST_LANGUAGES = 50;

/** A well-formed language tag (RFC 5646 section 2.1, without its grandfathered list). */
const LANGUAGE_TAG = /^(?:[A-Za-z]{2,8}|[xi](?=-))(?:-[A-Za-z0-9]{1,8})*$/;

/** The name of a member and the tag, if a name such as `client_name#de` has one. */
export const partsOfTagged = (name: string): readonly [member: string, tag: string] | undefined => {
  const at = name.indexOf('#');
  return at > 0 ? [name.slice(0, at), name.slice(at + 1)] : undefined;
};

/** Whether a member may be sent in the language of a tag. If it may not, its name with the tag is unknown. */
export const isInLanguage = ({ localizable }: NamedRow, tag: string): boolean =>
  localizable === true && LANGUAGE_TAG.test(tag);

/**
 * The members in other languages (RFC 7591 section 2.2): `client_name#ja-Jpan-JP`, by the name of the member. Tags are
 * case-insensitive, so it is a fault if two that differ in case only have different values. A name with a malformed
 * tag, or with a tag on a member that is not localizable, is unknown and ignored.
 */
export const taggedMembers = (
  json: Readonly<Record<string, unknown>>,
  members: readonly Member[],
  faults: Faults,
  isUpdate: boolean,
): ReadonlyMap<string, Record<string, unknown>> => {
  const namesByMember = new Map<string, string[]>();
  for (const name of Object.keys(json)) {
    const [member] = partsOfTagged(name) ?? [];
    if (member === undefined) continue;
    const names = namesByMember.get(member);
    if (names) names.push(name);
    else namesByMember.set(member, [name]);
  }
  const tagged = new Map<string, Record<string, unknown>>();
  if (namesByMember.size === 0) return tagged;
  for (const member of members) {
    const names = member.row.localizable && namesByMember.get(member.name);
    if (names) tagged.set(member.name, taggedValues(member, names, json, faults, isUpdate));
  }
  return tagged;
};

const taggedValues = (
  member: Member,
  names: readonly string[],
  json: Readonly<Record<string, unknown>>,
  faults: Faults,
  isUpdate: boolean,
): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  const nameByTag = new Map<string, string>();
  for (const name of names) {
    const tag = name.slice(member.name.length + 1);
    const value = json[name];
    if (!isInLanguage(member.row, tag) || isNotSent(value, member.row, isUpdate)) continue;
    if (nameByTag.size === MOST_LANGUAGES) {
      faults.add(
        member,
        member.fault({ place: '', rule: `must be in ${MOST_LANGUAGES} languages at most`, remedy: 'leave some out' }),
      );
      break;
    }
    const earlier = nameByTag.get(tag.toLowerCase());
    const [fault] = [...member.faultsOf(value, name), ...againstEarlier(member, name, values, value, earlier)];
    if (fault) faults.add(member, fault);
    else if (earlier === undefined) values[name] = value;
    nameByTag.set(tag.toLowerCase(), earlier ?? name);
  }
  return values;
};

const againstEarlier = (
  member: Member,
  name: string,
  values: Readonly<Record<string, unknown>>,
  value: unknown,
  earlier: string | undefined,
): readonly Fault[] =>
  earlier !== undefined && values[earlier] !== value
    ? [
        member.fault(
          { place: '', rule: `must be the same as ${earlier}`, remedy: `language tags ignore case; leave ${name} out` },
          name,
        ),
      ]
    : [];
