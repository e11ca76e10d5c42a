import { pauseAfter, probePause } from './schedule';

const HOUR_MS = 3_600_000;
const exactly = (): number => 0.5;

describe('the pauses between attempts', () => {
  it('grow from seconds to hours, and end after about two days', () => {
    const pauses: number[] = [];
    for (let pause = pauseAfter(0, exactly); pause !== undefined; pause = pauseAfter(pauses.length, exactly))
      pauses.push(pause);
    expect(pauses[0]).toBe(5000);
    expect([...pauses].sort((one, other) => one - other)).toEqual(pauses);
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total / HOUR_MS).toBeGreaterThan(47);
    expect(total / HOUR_MS).toBeLessThan(54);
  });

  it('differ at random by a fifth', () => {
    expect([pauseAfter(1, () => 0), pauseAfter(1, () => 1)]).toEqual([24_000, 36_000]);
  });

  it('of a failing webhook double up to five minutes', () => {
    expect([0, 1, 2, 5, 1000].map((probes) => probePause(probes, exactly))).toEqual([
      10_000, 20_000, 40_000, 300_000, 300_000,
    ]);
  });
});
