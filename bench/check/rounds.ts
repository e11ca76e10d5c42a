import type { Outcome, Traffic } from '../load/shot';
import { cpuSeconds, cpuSecondsOfFamily } from '../support/process-usage';
import { median } from '../support/statistics';
import type { Calibrator } from './calibrator';
import type { Watched } from './scenarios';

/** What one watched thing costs. */
export interface Cost {
  readonly name: string;
  /** CPU time of the server's process per request, in microseconds: the median of all rounds. */
  readonly cpu: number;
  /** The same in pieces of the fixed work, which cost what they cost at that moment. */
  readonly relative: number;
  /** Half of the rounds are within this much of the median, as a share of it. */
  readonly spread: number;
}

export interface RoundsOptions {
  readonly rounds: number;
  /** For each watched thing in each round; the fixed work before and after takes half of that each. */
  readonly seconds: number;
}

/** Code that is still compiled costs more: so many requests come first, but no more than take so many seconds. */
const WARM_UP_REQUESTS = 3000;
const WARM_UP_SECONDS = 10;

/** Lets the code of all of them be compiled. For a look whether it works, less will do. */
export const warmedUp = async (watched: readonly Watched[], share = 1): Promise<void> => {
  for (const { name, shooter, traffic } of watched)
    await quietly(name, shooter.flatOut(first(WARM_UP_REQUESTS * share, traffic), WARM_UP_SECONDS * share));
};

/**
 * Measures all in rounds, each between two calibrations: what else the machine does, and how fast it is allowed to be,
 * meets both. Throws where a request fails.
 */
export const costs = async (
  watched: readonly Watched[],
  calibrator: Calibrator,
  { rounds, seconds }: RoundsOptions,
): Promise<Cost[]> => {
  const found = watched.map(() => ({ cpus: [] as number[], relatives: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    let before = await calibrator.measure(seconds * 500);
    for (const [at, one] of watched.entries()) {
      const cpu = await cpuPerRequest(one, seconds);
      const after = await calibrator.measure(seconds * 500);
      found[at]?.cpus.push(cpu);
      found[at]?.relatives.push((2 * cpu) / (before + after));
      before = after;
    }
  }
  return watched.map(({ name }, at) => {
    const { cpus = [], relatives = [] } = found[at] ?? {};
    const relative = median(relatives);
    const spread = median(relatives.map((one) => Math.abs(one - relative))) / relative;
    return { name, cpu: median(cpus), relative, spread };
  });
};

/** Sends requests for so many seconds; gives the CPU time of the server's process for each, in microseconds. */
const cpuPerRequest = async (watched: Watched, seconds: number): Promise<number> =>
  (await usagePerRequest(watched, seconds)).own;

/** The same beside that of its PostgreSQL, which is 0 if it has none. */
export const usagePerRequest = async (
  { name, server, postgresPid, shooter, traffic }: Watched,
  seconds: number,
): Promise<{ readonly own: number; readonly database: number }> => {
  const { pid } = server.process;
  const databaseSeconds = (): number => (postgresPid === undefined ? 0 : (cpuSecondsOfFamily(postgresPid) ?? 0));
  const before = { own: cpuSeconds(pid), database: databaseSeconds() };
  const { times } = await quietly(name, shooter.flatOut(traffic, seconds));
  const perRequest = (used: number): number => (used * 1_000_000) / times.length;
  return { own: perRequest(cpuSeconds(pid) - before.own), database: perRequest(databaseSeconds() - before.database) };
};

const first = (count: number, traffic: Traffic): Traffic => {
  let left = count;
  return () => (left-- > 0 ? traffic() : undefined);
};

const quietly = async (name: string, load: Promise<Outcome>): Promise<Outcome> => {
  const outcome = await load;
  if (outcome.errors > 0) throw new Error(`${name}: ${outcome.errors} errors; the first: ${outcome.firstError ?? ''}`);
  return outcome;
};
