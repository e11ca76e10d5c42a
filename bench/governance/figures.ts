import { cpuSeconds } from '../support/process-usage';
import { median } from '../support/statistics';
import type { Side } from './side';

/** What one side did in one round. */
export interface Figures {
  /** Registrations per second. */
  readonly rate: number;
  /** CPU time of the server's process for each registration, in microseconds. */
  readonly cpu: number;
}

/** Measures all sides once, each round from another one on. Throws if a request fails. */
export const figuresOf = async (
  sides: readonly Side[],
  round: number,
  seconds: number,
): Promise<readonly Figures[]> => {
  const figures = new Map<Side, Figures>();
  for (let turn = 0; turn < sides.length; turn += 1) {
    const side = sides[(round + turn) % sides.length];
    if (side) figures.set(side, await measure(side, seconds));
  }
  return sides.flatMap((side) => figures.get(side) ?? []);
};

const measure = async ({ name, server, shooter, traffic }: Side, seconds: number): Promise<Figures> => {
  const { pid } = server.process;
  const before = cpuSeconds(pid);
  const { times, errors, firstError, seconds: took } = await shooter.flatOut(traffic, seconds);
  if (errors > 0) throw new Error(`${name}: ${errors} errors; the first: ${firstError ?? ''}`);
  return { rate: times.length / took, cpu: ((cpuSeconds(pid) - before) * 1_000_000) / times.length };
};

/**
 * A line for each pair of sides, the later one compared with the earlier one: the medians, the median of the rounds'
 * ratios, and the ratio of the best rounds, which other programs disturb least.
 */
export const ratiosOf = (sides: readonly Side[], rounds: readonly (readonly Figures[])[]): readonly string[] =>
  sides.flatMap((side, at) =>
    sides.slice(0, at).map((base, baseAt) => {
      const [rate, cpu] = (['rate', 'cpu'] as const).map((kind) => {
        const [own, others] = [at, baseAt].map((index) => rounds.map((figures) => figures[index]?.[kind] ?? 0));
        return compared(own ?? [], others ?? [], kind === 'rate' ? Math.max : Math.min);
      });
      return `${side.name} / ${base.name}`.padEnd(18) + `  rate/s ${rate ?? ''}  CPU us ${cpu ?? ''}`;
    }),
  );

const compared = (own: readonly number[], base: readonly number[], best: (...values: number[]) => number): string => {
  const ratios = own.map((value, round) => value / (base[round] ?? 0));
  const [ratio, ofBest] = [median(ratios), best(...own) / best(...base)].map((value) => value.toFixed(2));
  return `${median(own).toFixed(0)} / ${median(base).toFixed(0)} = ${ratio ?? ''}, best rounds ${ofBest ?? ''}`;
};
