const WINDOW_MS = 60_000;
const MOST_KEYS = 100_000;

interface Count {
  number: number;
  readonly endsAt: number;
}

/** Counts per key within a minute from the first, in bounded memory: the oldest key gives way. */
export class RecentCounts {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly mostKeys = MOST_KEYS) {}

  /** Whether nothing was counted of late. */
  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  add(key: string, now = Date.now()): void {
    const count = this.current(key, now);
    if (count) count.number += 1;
    else {
      this.counts.delete(key); // an expired one, so that the order stays that of time
      this.makeRoom(now);
      this.counts.set(key, { number: 1, endsAt: now + WINDOW_MS });
    }
  }

  /** In how many seconds the last of the keys that reached the limit is free again; 0 when none did. */
  secondsAbove(limit: number, keys: readonly string[], now = Date.now()): number {
    const waits = keys.map((key) => {
      const count = this.current(key, now);
      return count && count.number >= limit ? (count.endsAt - now) / 1000 : 0;
    });
    return Math.max(0, ...waits);
  }

  private current(key: string, now: number): Count | undefined {
    const count = this.counts.get(key);
    return count && count.endsAt > now ? count : undefined;
  }

  private makeRoom(now: number): void {
    for (const [key, { endsAt }] of this.counts) {
      if (endsAt > now && this.counts.size < this.mostKeys) return;
      this.counts.delete(key);
    }
  }
}
