import type { RefusalType } from '../event-types';

/** Refusals are counted for so many networks; those of further ones have one count for each type. */
const MOST_NETWORKS = 100;
const SEPARATOR = ' ';

/** How often requests of a network were refused. The network is absent for all that had no count of their own. */
export interface RefusalCount {
  readonly type: RefusalType;
  readonly network?: string;
  readonly count: number;
}

/** Counts refusals by type and network, in memory that many networks do not enlarge. */
export class RefusalCounts {
  private counts = new Map<string, number>();

  add(type: RefusalType, network: string): void {
    const own = `${type}${SEPARATOR}${network}`;
    const isKnown = this.counts.has(own) || this.counts.size < MOST_NETWORKS;
    const key = isKnown ? own : type;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Gives all counts, and begins again. */
  take(): readonly RefusalCount[] {
    const counts = [...this.counts];
    this.counts = new Map();
    return counts.map(([key, count]) => {
      const [type, network] = key.split(SEPARATOR) as [RefusalType, string?];
      return { type, count, ...(network !== undefined && { network }) };
    });
  }
}
