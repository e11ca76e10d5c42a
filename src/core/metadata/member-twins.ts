import { isDeepStrictEqual } from 'node:util';
import type { Faults } from './faults';
import type { Member } from './member';

/**
 * Takes the members that have two names: a value that is sent under one of them is stored under both; a contradiction is
 * a fault.
 */
export const mergeTwins = (
  twins: readonly Member[],
  sent: Readonly<Record<string, unknown>>,
  faults: Faults,
): Record<string, unknown> => {
  const merged = { ...sent };
  for (const member of twins) {
    const { sameAs = '' } = member.row;
    const [one, other] = [sent[member.name], sent[sameAs]];
    if (one !== undefined && other !== undefined && !isDeepStrictEqual(one, other))
      faults.add(
        member,
        member.fault({ place: '', rule: `must be the same as ${sameAs}`, remedy: `send ${sameAs} alone` }),
      );
    if (faults.members.has(sameAs)) faults.members.add(member.name);
    const value = one ?? other;
    if (value !== undefined) merged[member.name] = merged[sameAs] = value;
  }
  return merged;
};
