import { percentile } from '../load/shot';
import { median } from '../support/statistics';
import type { Field } from './field';
import { type Scenario, SCENARIOS } from './scenarios';
import { type Slice, together } from './slice';

/** One scenario at one size, all rounds together. Times are in milliseconds, CPU in microseconds per request. */
export interface Figures {
  readonly scenario: string;
  readonly about: string;
  readonly size: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  /** The part of `cpu` that was the database server's. */
  readonly databaseCpu: number;
  /** Bytes that were read from disks, per request. */
  readonly read: number;
  /** What a request takes here of what it takes at the smallest size in the same round: the median of all rounds. */
  readonly timeRatio: number;
  readonly cpuRatio: number;
  readonly errors: number;
  readonly firstError?: string;
}

export interface RoundsOptions {
  readonly rounds: number;
  /** For each scenario at each size in each round. */
  readonly seconds: number;
  /** The names of what is measured; everything if there are none. */
  readonly only: readonly string[];
}

const WARM_UP_SHARE = 0.5;
/** Before each measurement, as what was idle meanwhile lost its place in caches. */
const WARM_UP_SECONDS = 0.5;

/**
 * Measures every scenario at every size in rounds: one size after the other within moments, in another order each time,
 * so that whatever else the machine does meets all of them. A first round, not counted, warms up.
 */
export const measuredInRounds = async (
  fields: readonly Field[],
  { rounds, seconds, only }: RoundsOptions,
  report: (text: string) => void,
): Promise<Figures[]> => {
  const scenarios = SCENARIOS.filter(({ name }) => only.length === 0 || only.includes(name));
  const slices = new Map<Scenario, Map<Field, Slice[]>>(
    scenarios.map((scenario) => [scenario, new Map(fields.map((field) => [field, []]))]),
  );
  for (let round = 0; round <= rounds; round += 1)
    for (const scenario of scenarios) {
      report(round === 0 ? `warming up: ${scenario.name}` : `round ${round} of ${rounds}: ${scenario.name}`);
      for (const field of rotated(fields, round)) {
        await scenario.measure(field, round === 0 ? seconds * WARM_UP_SHARE : Math.min(seconds, WARM_UP_SECONDS));
        if (round > 0)
          slices
            .get(scenario)
            ?.get(field)
            ?.push(await scenario.measure(field, seconds));
      }
    }
  return [...slices].flatMap(([scenario, byField]) => figuresOf(scenario, byField));
};

const rotated = <One>(all: readonly One[], by: number): One[] => {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
};

const figuresOf = ({ name, about }: Scenario, byField: ReadonlyMap<Field, readonly Slice[]>): Figures[] => {
  const [smallest = []] = byField.values();
  return [...byField].map(([{ registry }, slices]) => {
    const all = together(slices);
    const ratio = (cost: (slice: Slice) => number): number =>
      median(slices.flatMap((slice, round) => (smallest[round] ? [cost(slice) / cost(smallest[round])] : [])));
    return {
      scenario: name,
      about,
      size: registry.size,
      perSecond: all.times.length / all.seconds,
      p50: percentile(all.times, 0.5),
      p99: percentile(all.times, 0.99),
      cpu: cpuOf(all),
      databaseCpu: (all.cpu.database * 1_000_000) / all.times.length,
      read: Math.max(0, all.cpu.readBytes) / all.times.length,
      timeRatio: ratio(timeOf),
      cpuRatio: ratio(cpuOf),
      errors: all.errors,
      ...(all.firstError !== undefined && { firstError: all.firstError }),
    };
  });
};

const timeOf = ({ seconds, times }: Slice): number => seconds / times.length;

const cpuOf = ({ cpu, times }: Slice): number => ((cpu.own + cpu.database) * 1_000_000) / times.length;
