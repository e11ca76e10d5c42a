import { readFileSync } from 'node:fs';
import { type Outcome, percentile } from '../load/shot';

/** One stretch of the soak. Times are in milliseconds, memory in bytes. */
export interface Sample {
  /** Its end, in seconds since the soak began. */
  readonly at: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  readonly firstError?: string;
  /** The resident memory of the process. */
  readonly rss: number;
  /** The least heap in use that Node reported in this part of the run: about what a collection leaves. */
  readonly heap: number;
}

/** What the probe in the server wrote about its memory. */
export class MemoryFile {
  private readLines = 0;

  constructor(readonly path: string) {}

  /** What was written since it was last asked; the last line again if that is nothing. */
  since(): { readonly rss: number; readonly heap: number } {
    const lines = readFileSync(this.path, 'utf8').trimEnd().split('\n');
    const fresh = lines.slice(Math.min(this.readLines, lines.length - 1));
    this.readLines = lines.length;
    const reported = fresh.map((line) => JSON.parse(line) as { rss: number; heapUsed: number });
    return { rss: reported.at(-1)?.rss ?? 0, heap: Math.min(...reported.map(({ heapUsed }) => heapUsed)) };
  }
}

export const sampleOf = (at: number, { times, seconds, errors, firstError }: Outcome, memory: MemoryFile): Sample => ({
  at,
  perSecond: times.length / seconds,
  p50: percentile(times, 0.5),
  p99: percentile(times, 0.99),
  errors,
  ...(firstError !== undefined && { firstError }),
  ...memory.since(),
});

/** The samples of one quarter of the soak, 0 to 3. */
export const quarterOf = (samples: readonly Sample[], which: number): Sample[] =>
  samples.slice((which * samples.length) / 4, ((which + 1) * samples.length) / 4);
