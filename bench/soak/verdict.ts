import { median } from '../support/statistics';
import { quarterOf, type Sample } from './samples';

/** One thing that was judged. */
export interface Finding {
  readonly what: string;
  readonly isGood: boolean;
}

/** Below this a run is hardly more than its own warm-up, and only errors are judged. */
const LEAST_SECONDS = 120;
/** By how much memory may differ between the second quarter and the last, and along the line through all after warm-up. */
const MOST_MEMORY_GROWTH = 1.1;
/** Answers may take so many times as long: a machine is not always equally busy. */
const MOST_SLOWING = 1.5;
/** Differences below this are nothing, in milliseconds. */
const NOTICEABLE_MS = 2;
const MIB = 2 ** 20;

const MEMORY: readonly (readonly [string, (sample: Sample) => number])[] = [
  ['resident memory', ({ rss }) => rss],
  ['heap', ({ heap }) => heap],
];

/** What a soak shows: no error; and after warm-up, which is its first quarter, neither memory nor time grows. */
export const verdictOf = (samples: readonly Sample[]): Finding[] => {
  const errors = samples.reduce((sum, sample) => sum + sample.errors, 0);
  const first = samples.find(({ firstError }) => firstError !== undefined)?.firstError;
  const found = [{ what: `errors: ${errors}${first === undefined ? '' : ` (${first})`}`, isGood: errors === 0 }];
  if ((samples.at(-1)?.at ?? 0) < LEAST_SECONDS) return found;
  const [second, last] = [quarterOf(samples, 1), quarterOf(samples, 3)];
  const after = samples.slice(samples.length / 4);
  return [
    ...found,
    ...MEMORY.flatMap(([name, of]) => [
      compared(name, median(second.map(of)), median(last.map(of))),
      fitted(name, after, of),
    ]),
    ...(['p50', 'p99'] as const).map((of) => slowed(of, second, last)),
  ];
};

const compared = (name: string, second: number, last: number): Finding => ({
  what: `${name}: median ${mib(second)} in the second quarter, ${mib(last)} in the last`,
  isGood: last <= second * MOST_MEMORY_GROWTH,
});

/** Least squares. */
const fitted = (name: string, samples: readonly Sample[], of: (sample: Sample) => number): Finding => {
  const meanAt = mean(samples.map(({ at }) => at));
  const meanValue = mean(samples.map(of));
  const above = samples.reduce((sum, sample) => sum + (sample.at - meanAt) * (of(sample) - meanValue), 0);
  const below = samples.reduce((sum, sample) => sum + (sample.at - meanAt) ** 2, 0);
  const rise = (above / below) * ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0));
  return {
    what: `${name}: the line through all after warm-up rises by ${mib(rise)}, mean ${mib(meanValue)}`,
    isGood: rise <= meanValue * (MOST_MEMORY_GROWTH - 1),
  };
};

const slowed = (of: 'p50' | 'p99', second: readonly Sample[], last: readonly Sample[]): Finding => {
  const before = median(second.map((sample) => sample[of]));
  const now = median(last.map((sample) => sample[of]));
  return {
    what: `${of}: median ${before.toFixed(2)} ms in the second quarter, ${now.toFixed(2)} ms in the last`,
    isGood: now <= before * MOST_SLOWING || now - before < NOTICEABLE_MS,
  };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
