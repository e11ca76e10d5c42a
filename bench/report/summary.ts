import type { Row, ScenarioResult } from '../run/results';
import { MOST_STALL_MS } from '../support/stalls';
import { median } from '../support/statistics';
import { OURS } from '../targets/clientele';

/** The figures of a target in a scenario: medians over the rounds, the sum of the errors, the highest memory. */
export interface Summary {
  readonly target: string;
  readonly label: string;
  readonly durably: string;
  readonly perSecond: number;
  /** To ours on SQLite in the same scenario: the median of the rounds' ratios. */
  readonly ratio: number | undefined;
  /** Percentiles, in milliseconds, of the rounds without a stall of the machine; nothing if all had one. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  /** How many rounds had a stall, and the longest one in milliseconds. */
  readonly stalled: number;
  readonly longestStallMs: number;
  readonly errors: number;
  readonly peakMib: number;
  /** Microseconds. */
  readonly cpu: number;
  readonly databaseCpu: number | undefined;
  /** That of all processes that took part. */
  readonly allCpu: number;
  /** Bytes that were read from disks, for each answer. */
  readonly read: number | undefined;
  /** The cores that other processes kept busy in the worst round. */
  readonly otherCores: number | undefined;
  readonly failure?: string | undefined;
}

export const summariesOf = ({ rows }: ScenarioResult): Summary[] => {
  const ours = rows.find(({ target }) => target === OURS);
  return rows.map((row) => summaryOf(row, ours));
};

const summaryOf = ({ target, label, durably, rounds, failure }: Row, ours: Row | undefined): Summary => {
  const middle = (value: (round: Row['rounds'][number]) => number): number => median(rounds.map(value));
  const known = (value: (round: Row['rounds'][number]) => number | undefined): number[] =>
    rounds.flatMap((round) => value(round) ?? []);
  const calm = rounds.filter(({ stallMs }) => stallMs <= MOST_STALL_MS);
  const others = known(({ otherCores }) => otherCores);
  return {
    target,
    label,
    durably,
    perSecond: middle(({ perSecond }) => perSecond),
    ratio: ours && medianRatio(rounds, ours.rounds),
    p50: medianOf(calm.map(({ p50 }) => p50)),
    p99: medianOf(calm.map(({ p99 }) => p99)),
    stalled: rounds.length - calm.length,
    longestStallMs: Math.max(0, ...rounds.map(({ stallMs }) => stallMs)),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    peakMib: Math.max(0, ...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20,
    cpu: middle(({ cpuPerAnswer }) => cpuPerAnswer),
    databaseCpu: medianOf(known(({ databaseCpuPerAnswer }) => databaseCpuPerAnswer)),
    allCpu: middle(({ allCpuPerAnswer }) => allCpuPerAnswer),
    read: medianOf(known(({ readBytes, answers }) => (readBytes ?? 0) / Math.max(1, answers))),
    otherCores: others.length > 0 ? Math.max(...others) : undefined,
    failure,
  };
};

const medianOf = (values: readonly number[]): number | undefined => (values.length > 0 ? median(values) : undefined);

interface Rate {
  readonly perSecond: number;
}

/** The median of the ratios of each round: what the machine did in a round, it did to both. */
export const medianRatio = (ones: readonly Rate[], others: readonly Rate[]): number | undefined => {
  const ratios = ones.flatMap(({ perSecond }, round) => {
    const other = others[round]?.perSecond ?? 0;
    return other > 0 ? [perSecond / other] : [];
  });
  return ratios.length > 0 ? median(ratios) : undefined;
};
