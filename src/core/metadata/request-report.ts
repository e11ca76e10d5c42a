import { isDeepStrictEqual } from 'node:util';
import { nearestName } from '../validation/did-you-mean';
import { isBlank } from './not-sent';
import type { PreparedMembers } from './prepared-members';
import { scopeTokens } from './scope-tokens';

type Members = Readonly<Record<string, unknown>>;

/** The differences between a registration request and the metadata that would be registered. */
export interface RequestReport {
  /** Members that are unknown, issued by the server or of features that it does without, with the known name that was probably meant. */
  readonly ignored: readonly { readonly member: string; readonly did_you_mean?: string }[];
  /** Items of a list, or scopes, that this server does not permit the client. */
  readonly dropped: readonly { readonly member: string; readonly values: readonly string[] }[];
  /** Members that got another value than was sent. */
  readonly changed: readonly string[];
  /** Members that were not sent and have a value: defaults, and second names of members that were sent. */
  readonly added: readonly string[];
}

/** A request of 64 KiB can contain thousands of names: this many are reported. */
const MOST_IGNORED = 100;

/**
 * Compares a request with the metadata that result from it (RFC 7591 section 3.2.1). Takes the members as they were
 * sent, those that would be registered, and all that a request may contain.
 */
export const requestReport = (sent: Members, registered: Members, members: PreparedMembers): RequestReport => {
  const asked = Object.keys(sent).filter((name) => !isBlank(sent[name]));
  const kept = asked.filter((name) => registered[name] !== undefined);
  const dropped = kept
    .map((member) => ({ member, values: droppedItems(member, sent[member], registered[member]) }))
    .filter(({ values }) => values.length > 0);
  const losers = new Set(dropped.map(({ member }) => member));
  return {
    ignored: ignoredAmong(asked, registered, members),
    dropped,
    changed: kept.filter((name) => !losers.has(name) && !isDeepStrictEqual(sent[name], registered[name])),
    added: Object.keys(registered).filter((name) => registered[name] !== undefined && isBlank(sent[name])),
  };
};

const ignoredAmong = (
  asked: readonly string[],
  registered: Members,
  members: PreparedMembers,
): RequestReport['ignored'] => {
  const names = members.all.map(({ name }) => name);
  return asked
    .filter((name) => {
      const member = members.find(withoutTag(name));
      return !member || (member.isDisregarded && registered[name] === undefined);
    })
    .slice(0, MOST_IGNORED)
    .map((member) => {
      const isKnown = members.find(withoutTag(member)) !== undefined;
      const nearest = isKnown ? undefined : nearestName(withoutTag(member), names);
      return { member, ...(nearest !== undefined && { did_you_mean: nearest }) };
    });
};

/** Items can be dropped from lists of texts and from a scope; every other value stays or changes as a whole. */
const droppedItems = (member: string, sent: unknown, registered: unknown): string[] => {
  const left = new Set(itemsOf(member, registered));
  return itemsOf(member, sent).filter((item) => !left.has(item));
};

const itemsOf = (member: string, value: unknown): string[] => {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return member === 'scope' && typeof value === 'string' ? scopeTokens(value) : [];
};

const withoutTag = (name: string): string => name.replace(/#.*$/s, '');
