import type { Results, Row, ScenarioResult } from '../run/results';
import { median } from '../support/statistics';
import { OURS } from '../targets/all';

/** The figures of a target in a scenario: medians over the rounds, the sum of the errors, the highest memory. */
export interface Summary {
  readonly target: string;
  readonly label: string;
  readonly durably: string;
  readonly perSecond: number;
  /** To ours on SQLite in the same scenario: the median of the rounds' ratios. */
  readonly ratio: number | undefined;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  readonly peakMib: number;
  /** Microseconds. */
  readonly cpu: number;
  readonly databaseCpu: number | undefined;
  readonly failure?: string | undefined;
}

export const summariesOf = ({ rows }: ScenarioResult): Summary[] => {
  const ours = rows.find(({ target }) => target === OURS);
  return rows.map((row) => summaryOf(row, ours));
};

/** One target in one scenario; nothing when it was not measured there. */
export const summaryIn = ({ scenarios }: Results, scenario: string, target: string): Summary | undefined => {
  const result = scenarios.find(({ name }) => name === scenario);
  return result && summariesOf(result).find((summary) => summary.target === target && summary.perSecond > 0);
};

const summaryOf = ({ target, label, durably, rounds, failure }: Row, ours: Row | undefined): Summary => {
  const middle = (value: (round: Row['rounds'][number]) => number): number => median(rounds.map(value));
  const databaseCpus = rounds.flatMap(({ databaseCpuPerAnswer }) => databaseCpuPerAnswer ?? []);
  return {
    target,
    label,
    durably,
    perSecond: middle(({ perSecond }) => perSecond),
    ratio: ours && medianRatio(rounds, ours.rounds),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    peakMib: Math.max(0, ...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20,
    cpu: middle(({ cpuPerAnswer }) => cpuPerAnswer),
    databaseCpu: databaseCpus.length > 0 ? median(databaseCpus) : undefined,
    failure,
  };
};

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
