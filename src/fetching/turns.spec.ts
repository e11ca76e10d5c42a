import { Turns, TurnsByHost } from './turns';

describe('turns', () => {
  const never = new AbortController().signal;

  it('are taken in the order asked for, so many at once', async () => {
    const turns = new Turns(2);
    const order: number[] = [];
    const end = [await turns.take(never), await turns.take(never)];
    const waiting = [3, 4].map(async (number) => {
      const endIt = await turns.take(never);
      order.push(number);
      return endIt;
    });
    end[1]?.();
    (await waiting[0])?.();
    (await waiting[1])?.();
    end[0]?.();
    expect(order).toEqual([3, 4]);
    expect(turns.isIdle).toBe(true);
  });

  it('are given up by whoever waits too long, and not lost', async () => {
    const turns = new Turns(1);
    const end = await turns.take(never);
    const impatient = new AbortController();
    const given = turns.take(impatient.signal);
    impatient.abort(new Error('too long'));
    await expect(given).rejects.toThrow('too long');
    await expect(turns.take(impatient.signal)).rejects.toThrow('too long');
    end();
    expect(turns.isIdle).toBe(true);
  });

  it('of one host are not those of another, and are forgotten', async () => {
    const turns = new TurnsByHost(1);
    const impatient = new AbortController();
    const ends = await Promise.all([turns.take('a', never), turns.take('b', never)]);
    const second = turns.take('a', impatient.signal);
    impatient.abort(new Error('too long'));
    await expect(second).rejects.toThrow('too long');
    for (const end of ends) end();
    expect(turns).toMatchObject({ byHost: new Map() });
  });
});
