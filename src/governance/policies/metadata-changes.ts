import { isDeepStrictEqual } from 'node:util';
import type { StoredMetadata } from '../../core/metadata/client-metadata';

/** A member whose value differs. `before` or `after` is absent if the member is. */
export interface MemberChange {
  readonly member: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The members whose values differ, in the order of the table. */
export const changedMembers = (before: StoredMetadata, after: StoredMetadata): readonly MemberChange[] => {
  const [old, next] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((member) => !isDeepStrictEqual(old.get(member), next.get(member)))
    .map((member) => ({
      member,
      ...(old.has(member) && { before: old.get(member) }),
      ...(next.has(member) && { after: next.get(member) }),
    }));
};
