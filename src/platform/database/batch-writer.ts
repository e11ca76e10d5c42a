import { rejectExpired, type Waiter } from './queue-timeout';

interface Waiting<Item, Outcome> extends Waiter {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
}

/** Bounds of the groups of one kind of statement. */
export interface BatchLimits {
  /** A statement is kept below the number of parameters that a database takes. */
  readonly mostItems: number;
  /** How many groups may be on their way at once. */
  readonly mostGroups: number;
  /** How long an item may wait for its group. */
  readonly patienceMs?: number;
}

/**
 * Writes many things that come one by one in few statements. Those that come while one is on its way are written
 * together by the next: one statement, one commit, one wait for the disk. An outcome is told after the commit only.
 */
export class BatchWriter<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private groups = 0;
  private isCollecting = false;

  /** `write` is a transaction: it writes all of the items, or throws and has written none. */
  constructor(
    private readonly limits: BatchLimits,
    private readonly write: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  ) {}

  /** Gives the outcome of one item once it is durable. Rejects, with it alone, when the database does not take it. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject, since: performance.now() });
      this.collect();
    });
  }

  /** Gives those of the same turn of the event loop the time to come. */
  private collect(): void {
    if (this.isCollecting || this.groups >= this.limits.mostGroups) return;
    this.isCollecting = true;
    setImmediate(() => {
      this.isCollecting = false;
      void this.next();
    });
  }

  private async next(): Promise<void> {
    this.groups += 1;
    const group = this.waiting.splice(0, this.limits.mostItems);
    if (this.waiting.length > 0) this.collect();
    await this.settle(rejectExpired(group, this.limits.patienceMs ?? Number.POSITIVE_INFINITY));
    this.groups -= 1;
    if (this.waiting.length > 0) this.collect();
  }

  private async settle(group: readonly Waiting<Item, Outcome>[]): Promise<void> {
    if (group.length === 0) return;
    try {
      const outcomes = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(outcomes[index] as Outcome);
      });
    } catch (error) {
      if (group.length > 1 && isAboutItems(error)) await Promise.all(group.map((one) => this.settle([one])));
      else for (const { reject } of group) reject(error);
    }
  }
}

/** Whether a database refused what was to be written, and not to write at all: data exceptions, broken constraints. */
const isAboutItems = (error: unknown): boolean => {
  const { code } = (error as { driverError?: { code?: unknown } }).driverError ?? {};
  return /^(2[23]...|SQLITE_(CONSTRAINT|MISMATCH|TOOBIG))$/.test(String(code));
};
