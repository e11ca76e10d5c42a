import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { LastUsedTracker } from './last-used.tracker';

const EVERY_TEN_SECONDS_MS = 10_000;

/** Writes when clients were last in use: every ten seconds, and once more at shutdown. */
@Injectable()
export class LastUsedTask extends PeriodicTask {
  constructor(private readonly lastUse: LastUsedTracker) {
    super({ name: 'the writing of last_used_at', context: 'clients', everyMs: EVERY_TEN_SECONDS_MS });
  }

  /** Writes the clients noted so far, while the database is open. Requests in flight may note more; those are lost. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.lastUse.flush();
  }

  protected override run(): Promise<void> {
    return this.lastUse.flush();
  }
}
