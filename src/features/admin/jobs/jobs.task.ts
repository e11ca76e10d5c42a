import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../../platform/scheduling/periodic-task';
import { JobRunService } from './job-run.service';
import { JobRepository } from './job.repository';

const EVERY_MS = 1000;

/** Looks once a second for jobs that nobody works on, and deletes those that ended long ago. */
@Injectable()
export class JobsTask extends PeriodicTask {
  constructor(
    private readonly jobs: JobRunService,
    private readonly stored: JobRepository,
  ) {
    super({ name: 'the jobs of administrators', context: 'admin', everyMs: EVERY_MS });
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    await this.jobs.run(stopping);
    await this.stored.deleteExpired(new Date());
  }
}
