import { PeriodicTask, type Schedule } from '../scheduling/periodic-task';
import type { UsedIdStore } from './used-id.store';

/**
 * Work that one of all nodes does in each interval: that which is the first to store the name of the task until the next
 * run. A node that restarts, or that dies in the middle, does not change when the next run is. Each node looks every
 * `everyMs` whether the work is due.
 */
export abstract class OneNodeTask extends PeriodicTask {
  constructor(
    schedule: Schedule,
    private readonly usedIds: UsedIdStore,
    /** Seconds from the start of one run to that of the next. */
    private readonly interval: number,
  ) {
    super(schedule);
  }

  /** One run, if it is due and no other node has begun it. Gives whether it ran. */
  async runIfDue(stopping: AbortSignal = new AbortController().signal): Promise<boolean> {
    const next = Math.floor(Date.now() / 1000) + this.interval;
    if (!(await this.usedIds.add('task', this.schedule.name, next))) return false;
    await this.runOnce(stopping);
    return true;
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    await this.runIfDue(stopping);
  }

  /** The work. It ends early, between two of its steps, when `stopping` is aborted. */
  protected abstract runOnce(stopping: AbortSignal): Promise<void>;
}
