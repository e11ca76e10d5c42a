import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../core/errors/oauth-error';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { Issuer } from '../../../core/issuer';
import type { RequestContext } from '../../../core/request-context';
import { pauseAfter } from '../../../platform/scheduling/pause-after';
import { JobActionService } from './job-action.service';
import type { JobFailure } from './job-state.entity';
import { type JobTarget, JobTargetsService } from './job-targets.service';
import type { Job } from './job.entity';
import { JobLost, JobRepository } from './job.repository';

const MOST_FAILURES = 100;

/**
 * Works on jobs: one node on each. The change of a client and the place of the job are one commit, so that a node that
 * goes on with the job of another one changes no client again.
 */
@Injectable()
export class JobRunService {
  private readonly node = randomUUID();

  constructor(
    private readonly jobs: JobRepository,
    private readonly targets: JobTargetsService,
    private readonly actions: JobActionService,
    private readonly issuer: Issuer,
  ) {}

  /** Works on all jobs that nobody works on, one after the other, until `stopping` is aborted. */
  async run(stopping?: AbortSignal): Promise<void> {
    for (let id = await this.jobs.take(this.node); id !== undefined; id = await this.jobs.take(this.node)) {
      await this.work(id, stopping);
      if (stopping?.aborted) return this.jobs.release(id, this.node);
    }
  }

  /** Pauses after each part for as long as the part took, so that requests have at least half of the time. */
  private async work(id: string, stopping?: AbortSignal): Promise<void> {
    try {
      while (!stopping?.aborted && (await this.part(id, stopping)));
    } catch (error) {
      if (!(error instanceof JobLost)) throw error;
    }
  }

  /** Gives whether there is more to do. */
  private async part(id: string, stopping?: AbortSignal): Promise<boolean> {
    const began = performance.now();
    const [job, state] = (await this.jobs.find(id)) ?? [];
    if (!job || !state) return false;
    if (state.status !== 'running') return this.end(id, 'stopped');
    const { targets, next } = await this.targets.after(job, state.cursor);
    let failures = state.failures;
    for (const target of targets) {
      if (stopping?.aborted) return false;
      if (await this.isStopping(id)) return this.end(id, 'stopped');
      failures = await this.one(job, target, failures);
    }
    if (next === undefined) return this.end(id, 'finished');
    if (targets.length === 0) await this.jobs.step(id, this.node, { cursor: next, done: 0, refused: 0, failures });
    await pauseAfter(began, stopping);
    return true;
  }

  private async one(
    job: Job,
    { client_id, cursor }: JobTarget,
    before: readonly JobFailure[],
  ): Promise<readonly JobFailure[]> {
    const done = { cursor, done: 1, refused: 0, failures: before };
    try {
      if (job.details.dry_run) {
        await this.actions.check(job.details, client_id);
        await this.jobs.step(job.id, this.node, done);
      } else
        await this.actions.run(this.contextOf(job), job.details, client_id, (unit) => {
          unit.addStep((manager) => this.jobs.step(job.id, this.node, done, manager));
        });
      return before;
    } catch (error) {
      const failures = [...before, { client_id, error_description: descriptionOf(error) }].slice(0, MOST_FAILURES);
      await this.jobs.step(job.id, this.node, { cursor, done: 0, refused: 1, failures });
      return failures;
    }
  }

  /** Events name the administrator as their actor and the job as their request. */
  private contextOf({ id, details: { actor } }: Job): RequestContext {
    return { requestId: id, issuer: this.issuer, actor, at: new Date() };
  }

  private async isStopping(id: string): Promise<boolean> {
    const [, state] = (await this.jobs.find(id)) ?? [];
    return state?.status !== 'running';
  }

  private async end(id: string, status: 'stopped' | 'finished'): Promise<false> {
    await this.jobs.end(id, this.node, status);
    return false;
  }
}

/** Why the action was refused for a client. Throws any other error: the job goes on later. */
const descriptionOf = (error: unknown): string => {
  if (error instanceof RefusedOperation) return error.description;
  if (error instanceof OAuthError) return error.message;
  throw error;
};
