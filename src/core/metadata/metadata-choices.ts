import type { Faults } from './faults';
import type { PreparedMembers } from './prepared-members';

/**
 * OpenID RP Metadata Choices 1.0 section 2: the first value of the list that this server permits becomes the value of
 * the member, and the list is not stored. A single value beside its list must be in it.
 */
export const chooseFromLists = (
  members: PreparedMembers,
  sent: Readonly<Record<string, unknown>>,
  faults: Faults,
): Readonly<Record<string, unknown>> => {
  const lists = members.lists.filter(({ name }) => sent[name] !== undefined);
  if (lists.length === 0) return sent;
  const values = Object.fromEntries(Object.entries(sent).filter(([name]) => !lists.some((list) => list.name === name)));
  for (const list of lists) {
    const { chooses = '' } = list.row;
    const supported = sent[list.name] as readonly string[];
    const single = members.find(chooses);
    const chosen = sent[chooses] ?? supported.find((value) => single?.choices?.includes(value));
    if (chosen === undefined)
      faults.add(
        list,
        list.fault({
          place: '',
          rule: 'must name a value that is possible here',
          remedy: `add one of ${single?.choices?.join(', ') ?? ''}`,
        }),
      );
    else if (!supported.includes(chosen as string) && single)
      faults.add(
        single,
        single.fault({ place: '', rule: `must be one of the values of ${list.name}`, remedy: 'add it there' }),
      );
    else values[chooses] = chosen;
  }
  return values;
};
