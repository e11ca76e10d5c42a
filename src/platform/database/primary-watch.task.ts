import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../scheduling/periodic-task';
import { PrimaryService } from './primary.service';

const EVERY_MS = 1000;

/**
 * Notices within a second that the connections lead to a server that is no longer the primary. Requests that only read,
 * such as those for tokens, would not: a standby answers them, with data that are old.
 */
@Injectable()
export class PrimaryWatchTask extends PeriodicTask {
  constructor(private readonly primary: PrimaryService) {
    super({ name: 'the watch of the primary', context: 'database', everyMs: EVERY_MS, isNeeded: primary.isNeeded });
  }

  protected override run(): Promise<void> {
    return this.primary.requireWritable();
  }
}
