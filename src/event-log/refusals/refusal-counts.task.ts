import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { RefusalsListener } from './refusals.listener';

const ONCE_A_MINUTE_MS = 60_000;

/** Adds the counts of refusals to the log once a minute, and at the shutdown. */
@Injectable()
export class RefusalCountsTask extends PeriodicTask {
  constructor(private readonly refusals: RefusalsListener) {
    super({ name: 'the counting of refusals', context: 'events', everyMs: ONCE_A_MINUTE_MS });
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.run();
  }

  protected override run(): Promise<void> {
    return this.refusals.flush(this.schedule.name);
  }
}
