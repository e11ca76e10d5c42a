import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { DocumentOptions } from './document-options';
import { DocumentUseTracker } from './document-use.tracker';

const EVERY_TEN_SECONDS_MS = 10_000;

/** Writes when client documents were used: every ten seconds, and once more at shutdown. */
@Injectable()
export class DocumentUseTask extends PeriodicTask {
  constructor(
    private readonly uses: DocumentUseTracker,
    { isOn: isNeeded }: DocumentOptions,
  ) {
    super({
      name: 'the writing of uses of documents',
      context: 'client documents',
      everyMs: EVERY_TEN_SECONDS_MS,
      isNeeded,
    });
  }

  /** Writes the uses noted so far, while the database is open. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.uses.flush();
  }

  protected override run(): Promise<void> {
    return this.uses.flush();
  }
}
