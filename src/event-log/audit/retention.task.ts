import { Injectable } from '@nestjs/common';
import { OneNodeTask } from '../../platform/replay/one-node.task';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { RetentionService } from './retention.service';

const TEN_MINUTES_MS = 600_000;
const HOUR_SECONDS = 3600;

/** Deletes old events, once an hour on one of the nodes. */
@Injectable()
export class RetentionTask extends OneNodeTask {
  constructor(
    private readonly retention: RetentionService,
    usedIds: UsedIdStore,
  ) {
    const schedule = { name: 'the deletion of old events', context: 'events', everyMs: TEN_MINUTES_MS };
    super(schedule, usedIds, HOUR_SECONDS);
  }

  protected override runOnce(stopping: AbortSignal): Promise<void> {
    return this.retention.deleteExpired(new Date(), stopping);
  }
}
