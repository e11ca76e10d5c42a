import { Controller, Get } from '@nestjs/common';
import { InvalidRequest } from '../../../core/errors/errors';
import type { RequestContext } from '../../../core/request-context';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { type Statistics, StatisticsService } from '../../../statistics/statistics.service';
import { AdministratorReads } from '../administrator-only.decorator';
import { momentParameter } from '../paging/moment-parameter';

const DAY_MS = 86_400_000;
const MOST_DAYS = 31;

/** The time of the statistics. */
class StatisticsQuery {
  @FormParameter('Only hours that began at this moment or later; a day ago if it is left out.', momentParameter)
  readonly since?: Date;

  @FormParameter('Only hours that began before this moment; now if it is left out.', momentParameter)
  readonly until?: Date;
}

const tooLong = (): InvalidRequest =>
  new InvalidRequest(`since must be at most ${MOST_DAYS} days before until; ask for less at once`);

/** `/admin/statistics`. */
@Controller('admin/statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @Answers('Read statistics.', {
    tag: 'Administration',
    about:
      'How many clients there are by status, grant, software and policy, and for each hour: registrations, by status, grant, software and registrar, deletions, and refusals by rule. All of it is counted apart from requests, a second or two later. The counts of an hour are kept for a year.',
    query: StatisticsQuery,
    gives: [200, 'Statistics'],
    refuses: [tooLong()],
  })
  @AdministratorReads()
  read(@Context() { at }: RequestContext, @QueryOf(StatisticsQuery) query: StatisticsQuery): Promise<Statistics> {
    const until = query.until ?? at;
    const since = query.since ?? new Date(until.getTime() - DAY_MS);
    if (until.getTime() - since.getTime() > MOST_DAYS * DAY_MS) throw tooLong();
    return this.statistics.between(since, until);
  }
}
