import type { Member } from './member';
import type { MemberFaults } from './member-faults';

/**
 * OpenID RP Metadata Choices 1.0 section 2: of a list of what the client could do, the first value that is possible
 * here becomes the one of its member, and the list is not kept. A single value that is sent beside its list must be in it.
 */
export const choicesAmong = (
  members: readonly Member[],
  sent: Readonly<Record<string, unknown>>,
  found: MemberFaults,
): Record<string, unknown> => {
  const lists = members.filter(({ name, row }) => row.chooses !== undefined && sent[name] !== undefined);
  if (lists.length === 0) return { ...sent };
  const values = Object.fromEntries(Object.entries(sent).filter(([name]) => !lists.some((list) => list.name === name)));
  for (const list of lists) {
    const { chooses = '' } = list.row;
    const able = sent[list.name] as readonly string[];
    const single = members.find(({ name }) => name === chooses);
    const chosen = sent[chooses] ?? able.find((value) => single?.choices?.includes(value));
    if (chosen === undefined)
      found.add(
        list,
        list.fault({
          place: '',
          rule: 'must name a value that is possible here',
          remedy: `add one of ${single?.choices?.join(', ') ?? ''}`,
        }),
      );
    else if (!able.includes(chosen as string) && single)
      found.add(
        single,
        single.fault({ place: '', rule: `must be one of the values of ${list.name}`, remedy: 'add it there' }),
      );
    else values[chooses] = chosen;
  }
  return values;
};
