import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Addition, type Count, type Counts, type CountStore, type KnownCount, MOST_KEYS } from './counts';
import { MemoryCounts } from './memory-counts';

/** How long a request waits for the store. */
const TIMEOUT_MS = 1_000;
/** After a failure the store is not asked for this long, so that not every request waits for it. */
const PAUSE_MS = 5_000;

/**
 * Counts in a store that several processes share. While it is not available, this process counts in its own memory: the
 * log says so once, and again when the store is back.
 */
export class SharedCounts implements Counts {
  private readonly logger = new Logger('rate limits');
  private readonly known = new LRUCache<string, KnownCount>({ max: MOST_KEYS });
  private readonly ownCounts = new MemoryCounts();
  private isAway = false;
  private asksAgainAt = 0;

  /** `name` is the name of the store in the log. */
  constructor(
    private readonly name: string,
    private readonly store: CountStore,
  ) {}

  async add(addition: Addition): Promise<Count> {
    const count = this.mayAsk() ? await this.ask(addition) : await this.ownCounts.add(addition);
    this.known.set(nameOf(addition.limit, addition.key), { ...count, at: Date.now() });
    return count;
  }

  last(limit: string, key: string): KnownCount | undefined {
    const count = this.known.get(nameOf(limit, key));
    return count && count.until > Date.now() ? count : undefined;
  }

  close(): void {
    this.store.close?.();
  }

  /** While the store is away, one request after each pause asks it, and the others do not wait for the answer. */
  private mayAsk(): boolean {
    if (!this.isAway) return true;
    if (Date.now() < this.asksAgainAt) return false;
    this.asksAgainAt = Date.now() + PAUSE_MS;
    return true;
  }

  private async ask(addition: Addition): Promise<Count> {
    try {
      const count = await withinTimeout(this.store.add(addition));
      if (this.isAway) this.logger.log(`${this.name} is available again and counts for all processes`);
      this.isAway = false;
      return count;
    } catch (error) {
      if (!this.isAway)
        this.logger.warn({ err: error }, `${this.name} is not available: this process counts for itself until it is`);
      this.isAway = true;
      this.asksAgainAt = Date.now() + PAUSE_MS;
      return this.ownCounts.add(addition);
    }
  }
}

const nameOf = (limit: string, key: string): string => `${limit} ${key}`;

const withinTimeout = <Result>(work: Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    const refuse = (): void => {
      reject(new Error(`no answer within ${TIMEOUT_MS} ms`));
    };
    // If this process was busy for so long, the answer may have arrived: it is read before `setImmediate`.
    const timer = setTimeout(() => setImmediate(refuse), TIMEOUT_MS);
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
