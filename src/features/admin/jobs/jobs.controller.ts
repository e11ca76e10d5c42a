import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { IdempotencyService } from '../../../idempotency/idempotency.service';
import { Repeatable, type RepeatableRequest } from '../../../idempotency/repeatable-request';
import { BodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { filterRequired } from './job-targets.service';
import { eitherRequired, hasEnded, type JobSummary, JobsService, unknownJob } from './jobs.service';
import { NewJob } from './new-job.dto';

const PATH = '/admin/jobs';
const TAG = { tag: 'Administration' } as const;
const ONE = { ...TAG, path: { id: 'The id of the job.' } } as const;

/** `/admin/jobs`. */
@Controller('admin/jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Answers('Do something to many clients.', {
    ...TAG,
    about:
      'A job begins within a second or two, on one of the nodes. Its clients are those of the list or of the filter, each changed as by a request for it alone. With dry_run it only counts.',
    body: { of: NewJob, example: { action: 'disable', filter: { software_id: 'app' }, dry_run: true } },
    sends: ['Idempotency-Key'],
    gives: [201, 'Job'],
    refuses: [eitherRequired(), filterRequired()],
  })
  @AdministratorOnly()
  create(
    @Context() context: RequestContext,
    @Repeatable(PATH) repeatable: RepeatableRequest | undefined,
    @BodyOf(NewJob) wanted: NewJob,
  ): Promise<JobSummary> {
    return this.idempotency.answer(context, repeatable, (contextOfUnit) => this.jobs.create(contextOfUnit, wanted));
  }

  @Get()
  @Answers('List jobs.', {
    ...TAG,
    about: 'The newest first. Those that ended 30 days ago are deleted. Link names the next page.',
    query: PageQuery,
    gives: [200, 'Jobs'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly jobs: readonly JobSummary[] }> {
    const read = await this.jobs.page(query.after, mostOf(query));
    return { jobs: pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ id }) => id }) };
  }

  @Get(':id')
  @Answers('Read a job.', {
    ...ONE,
    about: 'How many clients were changed, for how many the action was refused, and why for the first 100 of them.',
    gives: [200, 'Job'],
    refuses: [responseTo(unknownJob(''))],
  })
  @AdministratorReads()
  read(@Param('id') id: string): Promise<JobSummary> {
    return this.jobs.find(id);
  }

  @Post(':id/stop')
  @Answers('Stop a job.', {
    ...ONE,
    about: 'It ends between two clients. What it did stays.',
    gives: [200, 'Job'],
    refuses: [responseTo(unknownJob('')), responseTo(hasEnded())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  stop(@Param('id') id: string): Promise<JobSummary> {
    return this.jobs.stop(id);
  }
}
