import type { Address } from 'node:cluster';
import type { Logger } from 'pino';
import { StartFailure } from '../config/start-failure';
import type { Variables } from './worker-process';
import { WorkerSlot } from './worker-slot';

/** The workers of this machine. */
export class WorkerPool {
  private readonly slots: WorkerSlot[] = [];
  private isClosed = false;
  private variables: Variables = {};

  constructor(
    private readonly logger: Logger,
    /** How long a worker may take to finish its requests in flight. */
    private readonly timeoutSeconds: () => number,
    /** Gives the variables of all workers after the first one, which has opened the database by then. */
    private readonly variablesOfOthers: () => Variables,
  ) {}

  /**
   * Starts `count` workers: the first alone, which creates a missing schema and missing keys, then the others together.
   * Gives the address on which they listen. Throws `StartFailure` if one does not start.
   */
  async open(count: number): Promise<Address> {
    const address = await this.addSlot();
    this.variables = this.variablesOfOthers();
    await Promise.all(Array.from({ length: count - 1 }, () => this.addSlot()));
    return address;
  }

  /** Replaces one worker after the other; afterwards there are `count`. Throws `StartFailure` if a new one does not start. */
  async restart(count: number): Promise<void> {
    for (const slot of this.slots.slice(0, count)) await slot.renew();
    while (this.slots.length < count) await this.addSlot();
    for (const surplus of this.slots.splice(count)) await surplus.close('retire');
  }

  /** Stops all workers. Gives whether all of them finished their requests in flight. */
  async close(): Promise<boolean> {
    this.isClosed = true;
    const endings = await Promise.all(this.slots.map((slot) => slot.close('stop')));
    return endings.every(Boolean);
  }

  private async addSlot(): Promise<Address> {
    if (this.isClosed) throw new StartFailure('the server stops');
    const slot = new WorkerSlot(this.logger, this.timeoutSeconds, () => this.variables);
    this.slots.push(slot);
    try {
      return await slot.renew();
    } catch (error) {
      this.slots.splice(this.slots.indexOf(slot), 1);
      throw error;
    }
  }
}
