import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { LONGEST_DELAY_MS, SealingService } from './sealing.service';

const EVERY_MS = 1000;
/** Each of so many runs looks for events whose commit took very long. */
const RUNS_BETWEEN_LONG_ONES = 60;

/** Seals the log once a second. */
@Injectable()
export class SealingTask extends PeriodicTask {
  private runs = 0;

  constructor(private readonly sealing: SealingService) {
    super({ name: 'the sealing of the log', context: 'events', everyMs: EVERY_MS, runsAtStart: true });
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    const isLong = this.runs % RUNS_BETWEEN_LONG_ONES === 0;
    this.runs += 1;
    await this.sealing.seal(isLong ? LONGEST_DELAY_MS : undefined, stopping);
  }
}
