import type { IdentifierRange } from './identifier-range';
import { type IdentifierList, IdentifierWalk } from './identifier-walk';

const idOf = (number: number): string => String(number).padStart(6, '0');
const idsOf = (count: number, from = 0, step = 1): string[] =>
  Array.from({ length: count }, (_, index) => idOf(from + index * step));
const listOf =
  (ids: readonly string[]): IdentifierList =>
  ({ from, isAfter, through = '~' }: IdentifierRange, most) =>
    Promise.resolve(ids.filter((id) => (isAfter ? id > from : id >= from) && id <= through).slice(0, most));

/** All candidates of a walk, and how many parts it read. */
const walked = async (...lists: readonly (readonly string[])[]): Promise<{ ids: string[]; parts: number }> => {
  const walk = new IdentifierWalk(lists.map(listOf), { from: '', isAfter: false });
  const ids: string[] = [];
  let parts = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; parts += 1) {
    const part = await walk.read(cursor, 50);
    ids.push(...part.candidates.map(({ client_id }) => client_id));
    cursor = part.next;
  }
  return { ids, parts };
};

describe('a walk through the identifiers that are in all lists', () => {
  it('finds what long lists share, and nothing else', async () => {
    const { ids } = await walked(idsOf(3000, 0, 2), idsOf(2000, 0, 3));
    expect(ids).toEqual(idsOf(1000, 0, 6));
  });

  it('leaves out what a list has where the other one has nothing', async () => {
    const { ids, parts } = await walked(idsOf(50_000), [...idsOf(150), ...idsOf(150, 40_000)]);
    expect(ids).toEqual([...idsOf(150), ...idsOf(150, 40_000)]);
    expect(parts).toBeLessThan(5);
  });

  it('reads the clients of a short list at once, however far apart they are in the others', async () => {
    const { ids, parts } = await walked(idsOf(50_000), idsOf(20, 0, 2000));
    expect([ids, parts]).toEqual([idsOf(20, 0, 2000), 1]);
  });
});
