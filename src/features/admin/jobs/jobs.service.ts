import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { requireReason } from '../../../clients/status/status-reason';
import { InvalidRequest } from '../../../core/errors/errors';
import { eventActorOf } from '../../../event-log/event';
import { RefusedOperation, UnknownResource } from '../../../core/errors/refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { JobTargetsService } from './job-targets.service';
import { Job, type JobDetails } from './job.entity';
import type { JobState } from './job-state.entity';
import { JobRepository } from './job.repository';
import type { NewJob } from './new-job.dto';

/** A job as administrators see it. */
export type JobSummary = Readonly<Record<string, unknown>> & { readonly id: string };

/** Jobs: one action for many clients. */
@Injectable()
export class JobsService {
  constructor(
    private readonly jobs: JobRepository,
    private readonly targets: JobTargetsService,
    private readonly units: UnitsOfWorkService,
  ) {}

  /** Makes a job, on which a node begins to work soon. Throws {@link InvalidRequest} and {@link RefusedOperation}. */
  create(context: RequestContext, { action, reason, dry_run, client_ids, filter }: NewJob): Promise<JobSummary> {
    if ((client_ids === undefined) === (filter === undefined)) throw eitherRequired();
    if (filter) this.targets.filterOf(filter);
    if (action !== 'delete') requireReason(action, reason);
    const details: JobDetails = {
      ...{ action, dry_run, actor: context.actor },
      ...(reason !== undefined && { reason }),
      ...(client_ids && { client_ids: [...new Set(client_ids)].sort() }),
      ...(filter && { filter }),
    };
    const job = Object.assign(new Job(), { id: uuidv7(), details, created_at: context.at });
    return this.units.run(context, (unit) => summaryOf([job, this.jobs.add(unit, job)]));
  }

  /** The newest jobs before one, or of all. */
  async page(before: string, most: number): Promise<readonly JobSummary[]> {
    return (await this.jobs.before(before, most)).map(summaryOf);
  }

  /** Throws {@link UnknownResource}. */
  async find(id: string): Promise<JobSummary> {
    const found = await this.jobs.find(id);
    if (!found) throw unknownJob(id);
    return summaryOf(found);
  }

  /** Stops a job between two of its clients. What was done stays. Throws {@link UnknownResource} and {@link RefusedOperation}. */
  async stop(id: string): Promise<JobSummary> {
    const isStopped = await this.jobs.stop(id);
    const job = await this.find(id);
    if (!isStopped && job['status'] !== 'stopping') throw hasEnded();
    return job;
  }
}

/** The refusal of a job with both, or with neither. */
export const eitherRequired = (): InvalidRequest =>
  new InvalidRequest('the request must have either client_ids or filter; send one of them');

export const unknownJob = (id: string): UnknownResource => new UnknownResource('job', id);

/** The refusal to stop a job that has ended. */
export const hasEnded = (): RefusedOperation =>
  new RefusedOperation('conflict', undefined, 'the job must not have ended; read what it did');

const summaryOf = ([{ id, details, created_at }, state]: readonly [Job, JobState]): JobSummary => ({
  id,
  ...{ action: details.action, dry_run: details.dry_run, status: state.status },
  ...(details.reason !== undefined && { reason: details.reason }),
  ...(details.filter && { filter: details.filter }),
  ...(details.client_ids && { clients: details.client_ids.length }),
  ...{ done: state.done, refused: state.refused, failures: state.failures },
  created_by: eventActorOf(details.actor),
  created_at: created_at.toISOString(),
  ...(state.ended_at && { ended_at: state.ended_at.toISOString() }),
});
