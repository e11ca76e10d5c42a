import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { UpkeepService } from './upkeep.service';

const ONCE_AN_HOUR_MS = 3_600_000;

/** Deletes old dead letters and seals secrets under the newest of `SECRET_KEYS`, at the start and every hour. */
@Injectable()
export class UpkeepTask extends PeriodicTask {
  constructor(private readonly upkeep: UpkeepService) {
    super({ name: 'the upkeep of webhooks', context: 'webhooks', everyMs: ONCE_AN_HOUR_MS, runsAtStart: true });
  }

  protected override async run(): Promise<void> {
    const now = new Date();
    await this.upkeep.deleteDeadLetters(now);
    await this.upkeep.reseal(now);
  }
}
