import type { Outcome } from '../load/shot';
import type { Cpu } from './field';

/** A piece of a measurement: what was done, in which time, at which cost. */
export interface Slice extends Outcome {
  readonly cpu: Cpu;
}

/** Runs a load and measures its CPU time. */
export const costing = async (cpu: () => Cpu, load: () => Promise<Outcome>): Promise<Slice> => {
  const before = cpu();
  const outcome = await load();
  const after = cpu();
  return { ...outcome, cpu: differenceOf(before, after) };
};

const differenceOf = (before: Cpu, after: Cpu): Cpu => ({
  own: after.own - before.own,
  database: after.database - before.database,
  readBytes: after.readBytes - before.readBytes,
});

/** One piece of work. Throws what the work throws: in this process nothing may fail. */
export const once = async (work: () => Promise<unknown>): Promise<Outcome> => {
  const began = performance.now();
  await work();
  const time = performance.now() - began;
  return { times: [time], seconds: time / 1000, errors: 0 };
};

/** One piece of work after the other for so many seconds. */
export const untilOver = async (seconds: number, work: () => Promise<unknown>): Promise<Outcome> => {
  const times: number[] = [];
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) times.push(...(await once(work)).times);
  return { times, seconds: (performance.now() - began) / 1000, errors: 0 };
};

/** The same again and again, until together they took so many seconds. What is done between them does not count. */
export const repeated = async (seconds: number, measure: () => Promise<Slice>): Promise<Slice> => {
  const slices: Slice[] = [];
  const end = performance.now() + MOST_OVERHEAD * seconds * 1000;
  let measured = 0;
  while (measured < seconds && performance.now() < end) {
    const slice = await measure();
    measured += slice.seconds;
    slices.push(slice);
  }
  return together(slices);
};

/** Preparing may take this many times as long as what is measured, and no longer. */
const MOST_OVERHEAD = 2;

/** Several pieces as one. */
export const together = (slices: readonly Slice[]): Slice => {
  const sum = (of: (slice: Slice) => number): number => slices.reduce((total, slice) => total + of(slice), 0);
  const firstError = slices.find((slice) => slice.firstError !== undefined)?.firstError;
  return {
    times: slices.flatMap(({ times }) => times),
    seconds: sum(({ seconds }) => seconds),
    errors: sum(({ errors }) => errors),
    cpu: {
      own: sum(({ cpu }) => cpu.own),
      database: sum(({ cpu }) => cpu.database),
      readBytes: sum(({ cpu }) => cpu.readBytes),
    },
    ...(firstError !== undefined && { firstError }),
  };
};
