import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { AuditOptions } from './audit-options';
import { AuditRepository } from './audit.repository';

const EVERY_MS = 1000;

/** Keeps `CHECKPOINT_FILE` up to date. */
@Injectable()
export class CheckpointFileTask extends PeriodicTask {
  /** The size of the checkpoint that the file has. */
  private written = 0;

  constructor(
    private readonly options: AuditOptions,
    private readonly log: AuditRepository,
  ) {
    super({ name: 'the writing of CHECKPOINT_FILE', context: 'events', everyMs: EVERY_MS, runsAtStart: true });
  }

  /** Writes the newest checkpoint, unless the file has it. */
  async write(): Promise<void> {
    const { checkpointFile } = this.options;
    if (checkpointFile === '') return;
    const newest = await this.log.newestCheckpoint();
    if (!newest || newest.size === this.written) return;
    await replace(checkpointFile, newest.note);
    this.written = newest.size;
  }

  protected override run(): Promise<void> {
    return this.write();
  }
}

/** Replaces a file at once, so that nobody reads half of it. */
const replace = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
};
