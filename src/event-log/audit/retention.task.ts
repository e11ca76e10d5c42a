import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { RetentionService } from './retention.service';

const ONCE_AN_HOUR_MS = 3_600_000;

/** Deletes old events once an hour. */
@Injectable()
export class RetentionTask extends PeriodicTask {
  constructor(private readonly retention: RetentionService) {
    super({ name: 'the deletion of old events', context: 'events', everyMs: ONCE_AN_HOUR_MS, runsAtStart: true });
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    return this.retention.deleteExpired(new Date(), stopping);
  }
}
