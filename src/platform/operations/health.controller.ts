import { Controller, Get, HttpException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { PrimaryService } from '../database/primary.service';
import { Answers } from '../openapi/answers.decorator';

const DATABASE_TIMEOUT_MS = 2_000;

/** Probes for orchestrators: `live` shows that the process responds, `ready` that its database does too. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly primary: PrimaryService,
  ) {}

  @Get('live')
  @Answers('Ask whether the process answers.', {
    about: 'For the orchestrator that restarts what does not answer. The database is not asked.',
    tag: 'Health',
    gives: [200, 'Health'],
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /**
   * Throws {@link TemporarilyUnavailable} if the database does not respond in time, or is read-only. It logs one line
   * without a stack.
   */
  @Get('ready')
  @Answers('Ask whether the database answers too.', {
    about:
      'For the load balancer that sends requests only where they can be served. A database that is read-only does not.',
    tag: 'Health',
    gives: [200, 'Health'],
  })
  async ready(): Promise<HealthCheckResult> {
    const ping = (): ReturnType<TypeOrmHealthIndicator['pingCheck']> =>
      this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS });
    const result = await this.health.check([ping]).catch((failure: unknown) => {
      throw new TemporarilyUnavailable('not ready, the database does not answer; try again', 1, reasonOf(failure));
    });
    await this.primary.requireWritable().catch((failure: unknown) => {
      throw new TemporarilyUnavailable('not ready, the database takes no writes; try again', 1, reasonOf(failure));
    });
    return result;
  }
}

/** The result of terminus as one text. */
const reasonOf = (failure: unknown): string => {
  const found: unknown = failure instanceof HttpException ? failure.getResponse() : failure;
  return typeof found === 'object' && found !== null && 'error' in found ? JSON.stringify(found.error) : String(found);
};
