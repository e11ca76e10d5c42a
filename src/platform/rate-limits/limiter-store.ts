import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { CountStore } from './counts';

/** Each addition states its own window, and `RateLimit` compares: so a limiter of the library has no limit of its own. */
export const WITHOUT_LIMIT = { points: 0, duration: 1 } as const;

/** A limiter of rate-limiter-flexible as a store of counts. */
export const limiterStore = (limiter: RateLimiterAbstract): CountStore => ({
  async add({ limit, key, points, seconds }) {
    const counted = await limiter.penalty(`${limit} ${key}`, points, { customDuration: seconds });
    return { points: counted.consumedPoints, until: Date.now() + counted.msBeforeNext };
  },
});
