import { QueryFailedError } from 'typeorm';
import { BatchWriter } from './batch-writer';

/** Writes that the test ends, in the order in which they began. */
class Writes {
  readonly begun: (readonly string[])[] = [];
  private readonly ends: (() => void)[] = [];

  readonly write = (items: readonly string[]): Promise<readonly string[]> => {
    this.begun.push(items);
    return new Promise((resolve) => {
      this.ends.push(() => {
        resolve(items.map((item) => `${item} is written`));
      });
    });
  };

  end(): void {
    this.ends.shift()?.();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const refusal = (code: string, severity = 'ERROR'): Error =>
  new QueryFailedError('INSERT', [], Object.assign(new Error(code), { code, severity }));

describe('BatchWriter', () => {
  it('writes what comes at once together, and what comes meanwhile next', async () => {
    const writes = new Writes();
    const grouped = new BatchWriter({ mostItems: 10, mostGroups: 1 }, writes.write);
    const outcomes = [grouped.add('a'), grouped.add('b')];
    await turn();
    outcomes.push(grouped.add('c'), grouped.add('d'));
    await turn();
    expect(writes.begun).toEqual([['a', 'b']]);
    writes.end();
    await expect(outcomes[0]).resolves.toBe('a is written');
    await turn();
    expect(writes.begun).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    writes.end();
    await expect(Promise.all(outcomes)).resolves.toEqual(['a', 'b', 'c', 'd'].map((item) => `${item} is written`));
  });

  it('gives no outcome before the write has ended', async () => {
    const writes = new Writes();
    const grouped = new BatchWriter({ mostItems: 10, mostGroups: 1 }, writes.write);
    let isDone = false;
    const outcome = grouped.add('a').then(() => (isDone = true));
    await turn();
    await turn();
    expect([writes.begun.length, isDone]).toEqual([1, false]);
    writes.end();
    await outcome;
    expect(isDone).toBe(true);
  });

  it('keeps to its limits', async () => {
    const writes = new Writes();
    const grouped = new BatchWriter({ mostItems: 2, mostGroups: 2 }, writes.write);
    const outcomes = ['a', 'b', 'c', 'd', 'e'].map((item) => grouped.add(item));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(writes.begun).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    writes.end();
    await outcomes[1];
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(writes.begun[2]).toEqual(['e']);
    writes.end();
    writes.end();
    await expect(Promise.all(outcomes)).resolves.toHaveLength(5);
  });

  it('writes items with the same key one after the other, and the others as they come', async () => {
    const writes = new Writes();
    const keysOf = (item: string): string[] => [...item];
    const batches = new BatchWriter({ mostItems: 3, mostGroups: 1, keysOf }, writes.write);
    const outcomes = ['a', 'ab', 'b', 'c', 'd'].map((item) => batches.add(item));
    for (let round = 0; round < 3; round += 1) {
      await turn();
      writes.end();
      await turn();
    }
    expect(writes.begun).toEqual([
      ['a', 'b', 'c'],
      ['ab', 'd'],
    ]);
    await expect(Promise.all(outcomes)).resolves.toHaveLength(5);
  });

  it.each(['23505', '08006', '53300', '57P01'])(
    'rejects only the item that the database refuses by %s',
    async (code) => {
      const write = (items: readonly string[]): Promise<readonly string[]> =>
        items.includes('bad') ? Promise.reject(refusal(code)) : Promise.resolve(items);
      const grouped = new BatchWriter({ mostItems: 10, mostGroups: 1 }, write);
      const settled = await Promise.allSettled(['a', 'bad', 'b'].map((item) => grouped.add(item)));
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    },
  );

  it.each([
    ['once, if the database cannot be reached', refusal('ECONNREFUSED'), 1],
    ['once, if the commit may have been stored', refusal('08007'), 1],
    ['once, if the database stops, after a commit perhaps', refusal('57P01', 'FATAL'), 1],
    ['once, if a pooler lost the database, after a commit perhaps', refusal('08P01', 'FATAL'), 1],
    ['once together and once each, if it cannot reach some rows', refusal('08006'), 4],
  ])('writes items that all fail %s', async (_, error, most) => {
    let writes = 0;
    const grouped = new BatchWriter<string, string>({ mostItems: 10, mostGroups: 1 }, () => {
      writes += 1;
      return Promise.reject(error);
    });
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((item) => grouped.add(item)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(writes).toBe(most);
  });

  it('refuses what has waited for too long behind a write that did not end', async () => {
    const writes = new Writes();
    const grouped = new BatchWriter({ mostItems: 10, mostGroups: 1, queueTimeoutMs: 5000 }, writes.write);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    const first = grouped.add('first');
    await turn();
    const early = grouped.add('early');
    clock.mockReturnValue(1000);
    const late = grouped.add('late');
    clock.mockReturnValue(5500);
    writes.end();
    await expect(first).resolves.toBe('first is written');
    await expect(early).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    writes.end();
    await expect(late).resolves.toBe('late is written');
    expect(writes.begun).toEqual([['first'], ['late']]);
    clock.mockRestore();
  });
});
