import type { Sample } from './samples';
import { verdictOf } from './verdict';

const MIB = 2 ** 20;
const STEADY: Sample = { at: 0, perSecond: 1000, p50: 2, p99: 8, errors: 0, rss: 150 * MIB, heap: 60 * MIB };

/** A hundred samples. `own` takes the share of the time that has passed and gives the members that change. */
const soaked = (seconds: number, own: (share: number) => Partial<Sample> = () => ({})): Sample[] =>
  Array.from({ length: 100 }, (_none, at) => {
    const share = (at + 1) / 100;
    return { ...STEADY, at: share * seconds, ...own(share) };
  });

const bad = (samples: readonly Sample[]): string[] =>
  verdictOf(samples).flatMap(({ what, isGood }) => (isGood ? [] : [what]));

describe('the verdict on a soak', () => {
  it('is good when nothing grows', () => {
    expect(verdictOf(soaked(600))).toHaveLength(7);
    expect(bad(soaked(600))).toEqual([]);
  });

  it('allows a warm-up, and noise after it', () => {
    const warming = (share: number): number => (share < 0.25 ? 0.3 + share : 1);
    const noise = (share: number): number => 1 + 0.2 * Math.sin(share * 300);
    expect(bad(soaked(600, (share) => ({ rss: 150 * MIB * warming(share) * noise(share) })))).toEqual([]);
  });

  it.each([
    ['resident memory', (share: number) => ({ rss: 100 * MIB * (1 + share / 4) })],
    ['heap', (share: number) => ({ heap: 50 * MIB * (1 + share / 4) })],
  ])('finds that %s grows, by the quarters and by the line', (name, own) => {
    expect(bad(soaked(600, own))).toEqual([expect.stringContaining(name), expect.stringContaining(name)]);
  });

  it.each(['p50', 'p99'] as const)('finds that answers become slower by %s', (of) => {
    expect(bad(soaked(600, (share) => ({ [of]: share > 0.75 ? 30 : 10 })))).toEqual([expect.stringContaining(of)]);
  });

  it('finds one error, also in a run too short to judge the rest', () => {
    const failing = soaked(10, (share) => ({
      rss: 1000 * MIB * share,
      ...(share === 0.5 && { errors: 1, firstError: 'GET: 500' }),
    }));
    expect(bad(failing)).toEqual(['errors: 1 (GET: 500)']);
  });
});
