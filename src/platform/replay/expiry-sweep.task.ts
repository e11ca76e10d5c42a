import { PeriodicTask } from '../scheduling/periodic-task';

const ONCE_A_MINUTE_MS = 60_000;

/** A table of entries that expire. */
export interface Sweepable {
  /** Deletes the rows that have expired by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void>;
}

/** Deletes expired rows, once a minute. */
export class ExpirySweepTask extends PeriodicTask {
  /** `name` is the name of the rows in the log. */
  constructor(
    name: string,
    private readonly entries: Sweepable,
    isNeeded = true,
  ) {
    super({ name: `the sweep of ${name}`, context: 'expiry', everyMs: ONCE_A_MINUTE_MS, isNeeded });
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    return this.entries.sweep(new Date(), stopping);
  }
}
