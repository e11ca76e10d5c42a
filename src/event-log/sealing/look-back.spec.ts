import { lateLookBack, LONGEST_DELAY_MS } from './look-back';

/** The runs, one each second, that look at an event which has this age at the first of them. */
const runsFor = (ageMs: number, runs: number): number[] =>
  Array.from({ length: runs }, (_, run) => run).filter((run) => {
    const { fromMs, untilMs = 0 } = lateLookBack(run);
    const now = ageMs + run * 1000;
    return now >= untilMs && now < fromMs;
  });

describe('the time in which late events are looked for', () => {
  it('is a minute at each run', () => {
    expect([0, 1, 60, 61].map(lateLookBack)).toEqual([
      { fromMs: 60_000, untilMs: 0 },
      { fromMs: 120_000, untilMs: 60_000 },
      { fromMs: 3_660_000, untilMs: 3_600_000 },
      { fromMs: 60_000, untilMs: 0 },
    ]);
  });

  it('has each event of the last hour within 61 runs, though the event becomes older meanwhile', () => {
    const ages = Array.from({ length: LONGEST_DELAY_MS / 500 }, (_, index) => index * 500);
    expect(ages.filter((age) => runsFor(age, 61).length === 0)).toEqual([]);
  });
});
