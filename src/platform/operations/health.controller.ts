import { Controller, Get, HttpException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { Answers } from '../openapi/answers.decorator';

const DATABASE_TIMEOUT_MS = 2_000;

/** Probes for orchestrators: `live` shows that the process responds, `ready` that its database does too. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
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
   * Throws {@link TemporarilyUnavailable} if the database does not respond in time. It logs one line without a stack.
   */
  @Get('ready')
  @Answers('Ask whether the database answers too.', {
    about: 'For the load balancer that sends requests only where they can be served.',
    tag: 'Health',
    gives: [200, 'Health'],
  })
  ready(): Promise<HealthCheckResult> {
    const ping = (): ReturnType<TypeOrmHealthIndicator['pingCheck']> =>
      this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS });
    return this.health.check([ping]).catch((failure: unknown) => {
      throw new TemporarilyUnavailable('not ready, the database does not answer; try again', 1, reasonOf(failure));
    });
  }
}

/** The result of terminus as one text. */
const reasonOf = (failure: unknown): string => {
  const found: unknown = failure instanceof HttpException ? failure.getResponse() : failure;
  return typeof found === 'object' && found !== null && 'error' in found ? JSON.stringify(found.error) : String(found);
};
