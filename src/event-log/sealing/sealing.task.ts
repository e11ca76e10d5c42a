import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { lateLookBack } from './look-back';
import { SealingService } from './sealing.service';

const EVERY_MS = 1000;

/** Seals the log once a second: the new events, and those of a minute of the last hour whose commit took very long. */
@Injectable()
export class SealingTask extends PeriodicTask {
  private runs = 0;

  constructor(private readonly sealing: SealingService) {
    super({ name: 'the sealing of the log', context: 'events', everyMs: EVERY_MS, runsAtStart: true });
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    await this.sealing.seal(undefined, stopping);
    await this.sealing.seal(lateLookBack(this.runs), stopping);
    this.runs += 1;
  }
}
