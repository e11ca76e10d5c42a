import type { Count, Counts, KnownCount } from './counts';

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 3600;

/** The points of one use. A use counts several points, so that a part of it can be given back in whole numbers. */
const ONE = 10;
/** The points that remain of a use that was given back. */
const ATTEMPT = 1;
/** For how long a key that was full is refused without asking the store again. */
const STAYS_FULL_MS = 1_000;

/** What a limit permits: `most` uses of a key in `seconds`; 0 is no limit. Limits with the same name share their counts. */
export interface Rate {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
}

/**
 * Limits how often each key may be used within a window of time, which begins with its first use. {@link RateLimits}
 * makes it, and decides where the counts are. Failures of the store are handled there.
 */
export class RateLimit {
  constructor(
    private readonly counts: Counts,
    private readonly rate: Rate,
  ) {}

  /** Counts one use. Returns 0 if it is permitted, otherwise the seconds until the window ends; then it is not counted. */
  async take(key: string): Promise<number> {
    if (this.rate.most === 0) return 0;
    const known = this.last(key);
    if (known && this.isFull(known) && Date.now() - known.at < STAYS_FULL_MS) return secondsLeft(known);
    const count = await this.add(key, ONE);
    // Less than one whole use in addition is permitted, so that only whole uses reach the limit.
    if (count.points < (this.rate.most + 1) * ONE) return 0;
    await this.add(key, -ONE);
    return secondsLeft(count);
  }

  /** Makes one use that was taken count a tenth, because its request was refused. */
  async giveBack(key: string): Promise<void> {
    if (this.last(key)) await this.add(key, ATTEMPT - ONE);
  }

  /** Removes one use that was taken, because nothing came of it. */
  async undo(key: string): Promise<void> {
    if (this.last(key)) await this.add(key, -ONE);
  }

  /** Returns the seconds until this key may be used again, as far as this process knows; 0 if now. Counts nothing. */
  secondsUntilFree(key: string): number {
    const known = this.last(key);
    return known && this.isFull(known) ? secondsLeft(known) : 0;
  }

  private isFull({ points }: Count): boolean {
    return points >= this.rate.most * ONE;
  }

  private last(key: string): KnownCount | undefined {
    return this.rate.most === 0 ? undefined : this.counts.last(this.rate.name, key);
  }

  private add(key: string, points: number): Promise<Count> {
    return this.counts.add({ limit: this.rate.name, key, points, seconds: this.rate.seconds });
  }
}

/** Of a refusal: more than 0. */
const secondsLeft = ({ until }: Count): number => Math.max(1, until - Date.now()) / 1000;
