import { drawLine, eraseLine } from './progress-line';
import { progressText } from './progress-text';

/** Says on standard error how far work is. The functions need no `this`: `report: progress.reach` is possible. */
export interface Progress {
  /** So many more are done; 1 by default. */
  readonly advance: (count?: number) => void;
  /** So many are done in all. `total` replaces the one before. */
  readonly reach: (done: number, total?: number) => void;
  /** The work has ended, well or not: call it in `finally`. */
  readonly end: () => void;
}

/** Work that is shorter is not worth a line. */
const FIRST_AFTER = 1000;
const EVERY_ON_TERMINAL = 100;
const EVERY_ELSEWHERE = 10_000;

/**
 * Shows how far work is, with its rate and the time that is left, if it takes longer than a second. On a terminal it is
 * one line, which is drawn again and erased at the end; elsewhere, as in the log of a job, a line every ten seconds.
 * `label` is what is counted, in the plural (`clients`); `total` how many there are, if that is known; `done` how many
 * were done before, when work is resumed. It may be called for each of a million items.
 *
 * ```ts
 * const progress = startProgress('clients', total);
 * try {
 *   for await (const client of clients) { ...; progress.advance(); }
 * } finally {
 *   progress.end();
 * }
 * ```
 */
export const startProgress = (label: string, total?: number, done = 0): Progress =>
  progressOn({ isTerminal: process.stderr.isTTY, now: () => performance.now() }, { label, total, done });

/** Where progress is shown, and its clock in milliseconds. */
interface Surroundings {
  readonly isTerminal: boolean;
  readonly now: () => number;
}

interface Work {
  readonly label: string;
  total: number | undefined;
  done: number;
}

/** The same, with the clock of a test. */
export const progressOn = ({ isTerminal, now }: Surroundings, work: Work): Progress => {
  const [start, before] = [now(), work.done];
  const every = isTerminal ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE;
  let next = start + Math.max(FIRST_AFTER, isTerminal ? 0 : every);
  const show = (): void => {
    const time = now();
    if (time < next) return;
    next = time + every;
    const text = progressText({ ...work, rate: (1000 * (work.done - before)) / (time - start) });
    if (isTerminal) drawLine(text);
    else process.stderr.write(`${text}\n`);
  };
  return {
    advance: (count = 1) => {
      work.done += count;
      show();
    },
    reach: (done, total = work.total) => {
      Object.assign(work, { done, total });
      show();
    },
    end: eraseLine,
  };
};
