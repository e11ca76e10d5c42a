import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WriteStateService } from '../database/write-state.service';
import { PeriodicTask } from '../scheduling/periodic-task';
import { UsedIdStore } from './used-id.store';

const FIVE_SECONDS_MS = 5_000;

/**
 * Finds out whether a database that took no writes takes them again. It stores an identifier that has already expired: a
 * statement that changes nothing succeeds on a full disk too.
 */
@Injectable()
export class WriteCheckTask extends PeriodicTask {
  constructor(
    private readonly writes: WriteStateService,
    private readonly usedIds: UsedIdStore,
  ) {
    super({ name: 'the check of writes', context: 'database', everyMs: FIVE_SECONDS_MS });
  }

  /** One check, as a run of the task makes it. */
  check(): Promise<void> {
    return this.writes.check(() => this.usedIds.add('write-check', randomUUID(), 0));
  }

  protected override run(): Promise<void> {
    return this.check();
  }
}
