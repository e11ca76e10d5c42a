import { Controller, Get } from '@nestjs/common';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import {
  type Statistics,
  StatisticsService,
  type TimeOfStatistics,
  tooLong,
} from '../../../statistics/statistics.service';
import { AdministratorReads } from '../administrator-only.decorator';
import { momentParameter } from '../paging/moment-parameter';

/** The time of the statistics. */
class StatisticsQuery implements TimeOfStatistics {
  @FormParameter('Only hours that began at this moment or later; a day ago if it is left out.', momentParameter)
  readonly since?: Date;

  @FormParameter('Only hours that began before this moment; now if it is left out.', momentParameter)
  readonly until?: Date;
}

/** `/admin/statistics`. */
@Controller('admin/statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @Answers('Read statistics.', {
    tag: 'Administration',
    about:
      'How many clients there are by status, grant, software, policy and registrar, and for each hour: registrations, by status, grant, software and registrar, deletions, and refusals by rule. All of it is counted apart from requests, a second or two later. The counts of an hour are kept for a year.',
    query: StatisticsQuery,
    gives: [200, 'Statistics'],
    refuses: [responseTo(tooLong())],
  })
  @AdministratorReads()
  read(@Context() { at }: RequestContext, @QueryOf(StatisticsQuery) query: StatisticsQuery): Promise<Statistics> {
    return this.statistics.read(query, at);
  }
}
