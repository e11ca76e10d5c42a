import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Addition, type Count, type Counts, type KnownCount, MOST_KEYS } from './counts';

/**
 * Counts in the memory of this process, for a limited number of keys of each limit; beyond it the key whose window
 * began first is removed.
 */
export class MemoryCounts implements Counts {
  private readonly limits = new Map<string, CountsOfLimit>();

  constructor(private readonly mostKeys = MOST_KEYS) {}

  add({ limit, key, points, seconds }: Addition): Promise<Count> {
    return this.of(limit).add(key, points, seconds);
  }

  last(limit: string, key: string): KnownCount | undefined {
    return this.limits.get(limit)?.last(key);
  }

  private of(limit: string): CountsOfLimit {
    const existing = this.limits.get(limit);
    if (existing) return existing;
    const created = new CountsOfLimit(this.mostKeys);
    this.limits.set(limit, created);
    return created;
  }
}

class CountsOfLimit {
  /** Each addition states its own window, and {@link RateLimit} compares: so this limiter has no limit. */
  private readonly limiter = new RateLimiterMemory({ points: 0, duration: 1, keyPrefix: '' });
  /** In the order in which the windows began. */
  private readonly counts = new Map<string, KnownCount>();

  constructor(private readonly mostKeys: number) {}

  async add(key: string, points: number, seconds: number): Promise<Count> {
    const counted = await this.limiter.penalty(key, points, { customDuration: seconds });
    const at = Date.now();
    const count = { points: counted.consumedPoints, until: at + counted.msBeforeNext, at };
    if (counted.isFirstInDuration) this.counts.delete(key);
    this.counts.set(key, count);
    if (this.counts.size > this.mostKeys) await this.removeOldest();
    return count;
  }

  last(key: string): KnownCount | undefined {
    const count = this.counts.get(key);
    return count && count.until > Date.now() ? count : undefined;
  }

  private async removeOldest(): Promise<void> {
    const [oldest] = this.counts.keys();
    if (oldest === undefined) return;
    this.counts.delete(oldest);
    await this.limiter.delete(oldest);
  }
}
