/** Points that are added to the count of a key. */
export interface Addition {
  /** The name of the limit. The same key under two names has two counts. */
  readonly limit: string;
  readonly key: string;
  /** Below 0 they are subtracted. */
  readonly points: number;
  /** The length of the window that begins if the key has none. */
  readonly seconds: number;
}

/** The points of a key in its current window. */
export interface Count {
  readonly points: number;
  /** When the window ends, in milliseconds since 1970. */
  readonly until: number;
}

/** A count, and when this process received it, in milliseconds since 1970. */
export interface KnownCount extends Count {
  readonly at: number;
}

/** Where counts are stored: in this process, or where several processes share them. */
export interface CountStore {
  /** Gives the count that results. The addition is atomic: of concurrent ones, each gets another count. */
  add(addition: Addition): Promise<Count>;
  /** Ends the connection to a shared store. */
  close?(): void;
}

/** The counts as the limits of this process use them. */
export interface Counts extends CountStore {
  /** The last count of a key that this process received, unless its window has ended. Asks no other process. */
  last(limit: string, key: string): KnownCount | undefined;
}

/** How many keys of a limit one process remembers. */
export const MOST_KEYS = 25_000;
