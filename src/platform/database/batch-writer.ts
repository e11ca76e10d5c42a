import { lacksConnection } from './lacks-connection';
import { rejectExpired, type Waiter } from './queue-timeout';

interface Waiting<Item, Outcome> extends Waiter {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
}

/** Bounds of the groups of one kind of statement. */
export interface BatchLimits<Item> {
  /** A statement is kept below the number of parameters that a database takes. */
  readonly mostItems: number;
  /** How many groups may be written at the same time. */
  readonly mostGroups: number;
  /** How long an item may wait for its group. */
  readonly queueTimeoutMs?: number;
  /** Items that have a key in common are never in the same group. */
  readonly keysOf?: (item: Item) => readonly string[];
}

/**
 * Writes items that arrive one by one in groups. Items that arrive while a group is being written form the next one:
 * one commit, one wait for the disk. An item gets its outcome after the commit.
 */
export class BatchWriter<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private groups = 0;
  private isCollecting = false;

  /** `write` is a transaction: it writes all of the items, or throws and has written none. */
  constructor(
    private readonly limits: BatchLimits<Item>,
    private readonly write: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  ) {}

  /** Returns the outcome of one item once it is durable. Rejects for this item alone if the database refuses it. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject, since: performance.now() });
      this.collect();
    });
  }

  /** Waits for the other items of this turn of the event loop. */
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
    const group = this.takeGroup();
    if (this.waiting.length > 0) this.collect();
    await this.settle(rejectExpired(group, this.limits.queueTimeoutMs ?? Number.POSITIVE_INFINITY));
    this.groups -= 1;
    if (this.waiting.length > 0) this.collect();
  }

  /**
   * Takes the first items off the queue. An item that shares a key with an earlier one stays in the queue for the next
   * group.
   */
  private takeGroup(): Waiting<Item, Outcome>[] {
    const { mostItems, keysOf } = this.limits;
    if (!keysOf) return this.waiting.splice(0, mostItems);
    const group: Waiting<Item, Outcome>[] = [];
    const others: Waiting<Item, Outcome>[] = [];
    const taken = new Set<string>();
    for (const waiting of this.waiting) {
      const keys = keysOf(waiting.item);
      const isNext = group.length < mostItems && keys.every((key) => !taken.has(key));
      (isNext ? group : others).push(waiting);
      if (isNext) for (const key of keys) taken.add(key);
    }
    this.waiting = others;
    return group;
  }

  private async settle(group: readonly Waiting<Item, Outcome>[]): Promise<void> {
    if (group.length === 0) return;
    try {
      const outcomes = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(outcomes[index] as Outcome);
      });
    } catch (error) {
      if (group.length > 1 && (isAboutItems(error) || lacksConnection(error)))
        await Promise.all(group.map((one) => this.settle([one])));
      else for (const { reject } of group) reject(error);
    }
  }
}

/** Whether the database refused the data (data exceptions, broken constraints), rather than being unable to write. */
const isAboutItems = (error: unknown): boolean => {
  const { code } = (error as { driverError?: { code?: unknown } }).driverError ?? {};
  return /^(2[23]...|SQLITE_(CONSTRAINT|MISMATCH|TOOBIG))$/.test(String(code));
};
