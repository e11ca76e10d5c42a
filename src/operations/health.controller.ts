import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { NoStore } from '../http/no-store';

const DATABASE_TIMEOUT_MS = 2_000;

/** Probes for orchestrators: `live` says that the process answers, `ready` that its database does too. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
  ) {}

  @Get('live')
  @NoStore()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Throws 503 when the database does not answer in time. */
  @Get('ready')
  @NoStore()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS })]);
  }
}
