import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../oauth/registration-errors';
import type { Member } from './member';

/** Members that have two names: what was sent under one of them stands under both; a contradiction is a fault. */
export const mergeTwins = (
  members: readonly Member[],
  sent: Readonly<Record<string, unknown>>,
  faults: Fault[],
): Record<string, unknown> => {
  const merged = { ...sent };
  for (const member of members) {
    const { sameAs } = member.row;
    if (sameAs === undefined) continue;
    const [one, other] = [sent[member.name], sent[sameAs]];
    if (one !== undefined && other !== undefined && !isDeepStrictEqual(one, other))
      faults.push(member.fault({ place: '', rule: `must be the same as ${sameAs}`, remedy: `send ${sameAs} alone` }));
    const value = one ?? other;
    if (value !== undefined) merged[member.name] = merged[sameAs] = value;
  }
  return merged;
};
