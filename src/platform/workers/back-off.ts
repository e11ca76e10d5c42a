const LONG_LIFE_MS = 60_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before a crashed worker is replaced: not at all the first time, then twice as long each time. */
export class BackOff {
  private crashes = 0;

  /** Takes the lifetime of the worker; one of a minute or more resets the wait. Gives milliseconds. */
  next(livedMs: number): number {
    this.crashes = livedMs < LONG_LIFE_MS ? this.crashes + 1 : 1;
    return this.crashes === 1 ? 0 : Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (this.crashes - 2));
  }
}
