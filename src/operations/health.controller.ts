import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { NoStore } from '../http/no-store';
import { Answers } from '../openapi/answers';

const DATABASE_TIMEOUT_MS = 2_000;

/** Probes for orchestrators: `live` says that the process answers, `ready` that its database does too. */
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
    to: 'anyone',
    gives: [200, 'Health'],
  })
  @NoStore()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Throws 503 when the database does not answer in time. */
  @Get('ready')
  @Answers('Ask whether the database answers too.', {
    about: 'For the load balancer that sends requests only where they can be served.',
    tag: 'Health',
    to: 'anyone',
    gives: [200, 'Health'],
  })
  @NoStore()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS })]);
  }
}
