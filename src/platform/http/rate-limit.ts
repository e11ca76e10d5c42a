import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 3600;
const MOST_KEYS = 25_000;

/** The points of one use. A use counts several points, so that a part of it can be given back in whole numbers. */
const ONE = 10;
/** The points that remain of a use that was given back. */
const ATTEMPT = 1;

/**
 * Limits how often each key may be used within a window of time, which begins with its first use. The counts are in the
 * memory of this process, for a limited number of keys; beyond it the oldest key is removed.
 */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;
  /** The keys, in the order in which their windows began. */
  private readonly keys = new Set<string>();

  /** Permits `most` uses in `seconds`; 0 is no limit. */
  constructor(
    private readonly most: number,
    seconds: number,
    private readonly mostKeys = MOST_KEYS,
  ) {
    // Less than one whole use in addition is permitted, so that only whole uses reach the limit.
    this.limiter = new RateLimiterMemory({ points: most * ONE + ONE - 1, duration: seconds });
  }

  /** Counts one use. Returns 0 if it is permitted, otherwise the seconds until the window ends. */
  async take(key: string): Promise<number> {
    if (this.most === 0) return 0;
    try {
      const { isFirstInDuration } = await this.limiter.consume(key, ONE);
      if (isFirstInDuration) await this.remember(key);
      return 0;
    } catch (refusal) {
      return secondsOf(refusal);
    }
  }

  /** Makes one use count a tenth, because its request was refused. */
  async giveBack(key: string): Promise<void> {
    if (this.most === 0 || (await this.limiter.get(key)) === null) return;
    await this.limiter.reward(key, ONE - ATTEMPT);
  }

  /** Returns the seconds until this key may be used again, 0 if now. Counts nothing. */
  async secondsUntilFree(key: string): Promise<number> {
    if (this.most === 0) return 0;
    const state = await this.limiter.get(key);
    return state && state.consumedPoints >= this.most * ONE ? secondsOf(state) : 0;
  }

  private async remember(key: string): Promise<void> {
    this.keys.delete(key);
    this.keys.add(key);
    const [oldest] = this.keys;
    if (this.keys.size <= this.mostKeys || oldest === undefined) return;
    this.keys.delete(oldest);
    await this.limiter.delete(oldest);
  }
}

const secondsOf = (state: unknown): number => {
  if (state instanceof RateLimiterRes) return Math.max(0, state.msBeforeNext) / 1000;
  throw state;
};
