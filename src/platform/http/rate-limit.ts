import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 3600;
const MOST_KEYS = 25_000;

/** What one counts, in points: so that what is given back in part can be told in whole numbers. */
const ONE = 10;
/** What is left of one that was given back. */
const ATTEMPT = 1;

/**
 * How often each key may do something within a window of time that begins with its first. Counted in the memory of
 * this process, in so many keys: beyond them the one that came first is forgotten.
 */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;
  /** The keys, in the order in which their windows began. */
  private readonly keys = new Set<string>();

  /** `most` times in `seconds`; 0 times is no limit. */
  constructor(
    private readonly most: number,
    seconds: number,
    private readonly mostKeys = MOST_KEYS,
  ) {
    // Parts of one bar nobody: ten of them count as one.
    this.limiter = new RateLimiterMemory({ points: most * ONE + ONE - 1, duration: seconds });
  }

  /** Counts one; gives in how many seconds to come again if it is one too many, else 0. */
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

  /** Makes one that was taken count a tenth, because nothing came of it. */
  async giveBack(key: string): Promise<void> {
    if (this.most === 0 || (await this.limiter.get(key)) === null) return;
    await this.limiter.reward(key, ONE - ATTEMPT);
  }

  /** In how many seconds this key has one left; 0 is now. Counts nothing. */
  async secondsUntilFree(key: string): Promise<number> {
    if (this.most === 0) return 0;
    const standing = await this.limiter.get(key);
    return standing && standing.consumedPoints >= this.most * ONE ? secondsOf(standing) : 0;
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

const secondsOf = (standing: unknown): number => {
  if (standing instanceof RateLimiterRes) return Math.max(0, standing.msBeforeNext) / 1000;
  throw standing;
};
