import { isDeepStrictEqual } from 'node:util';
import type { Member } from './member';
import type { MemberFaults } from './member-faults';

/** Members that have two names: what was sent under one of them stands under both; a contradiction is a fault. */
export const mergeTwins = (
  members: readonly Member[],
  sent: Readonly<Record<string, unknown>>,
  found: MemberFaults,
): Record<string, unknown> => {
  const merged = { ...sent };
  for (const member of members) {
    const { sameAs } = member.row;
    if (sameAs === undefined) continue;
    const [one, other] = [sent[member.name], sent[sameAs]];
    if (one !== undefined && other !== undefined && !isDeepStrictEqual(one, other))
      found.add(
        member,
        member.fault({ place: '', rule: `must be the same as ${sameAs}`, remedy: `send ${sameAs} alone` }),
      );
    if (found.members.has(sameAs)) found.members.add(member.name);
    const value = one ?? other;
    if (value !== undefined) merged[member.name] = merged[sameAs] = value;
  }
  return merged;
};
