import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, HttpException, Logger } from '@nestjs/common';
import {
  HealthCheckService,
  type HealthCheckResult,
  type HealthIndicatorResult,
  HealthIndicatorService,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { PrimaryService, ReadOnlyPrimary } from '../database/primary.service';
import { reasonOf } from '../database/unavailable';
import { WriteStateService } from '../database/write-state.service';
import { Answers } from '../openapi/answers.decorator';

const DATABASE_TIMEOUT_MS = 2_000;

/** Probes for orchestrators: `live` shows that the process responds, `ready` that its database does too. */
@Controller('health')
export class HealthController {
  private readonly logger = new Logger('health');
  private isReady = true;

  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly primary: PrimaryService,
    private readonly writes: WriteStateService,
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
   * Throws {@link TemporarilyUnavailable} if the database does not respond in time, if PostgreSQL is read-only, or if the
   * SQLite file is not in its place. That writes fail for another reason does not make the server unready: tokens are given,
   * and reads are served.
   */
  @Get('ready')
  @Answers('Ask whether the database answers too.', {
    about:
      'For the load balancer that sends requests only where they can be served. A PostgreSQL that is read-only does not. details.database.writes says whether the database takes writes, by the last ones of this process, and if not, why and since when.',
    tag: 'Health',
    gives: [200, 'Readiness'],
  })
  async ready(): Promise<HealthCheckResult> {
    if (this.writes.isFileLost())
      throw this.notReady('not ready, the SQLite file is not in its place; put it back or restart the server');
    const result = await this.health.check([() => this.examined()]).catch((failure: unknown) => {
      throw failure instanceof ReadOnlyPrimary
        ? this.notReady('not ready, the database takes no writes; try again', failure.message)
        : this.notReady('not ready, the database does not answer; try again', textOf(failure));
    });
    if (!this.isReady) this.logger.log('ready again');
    this.isReady = true;
    return result;
  }

  private async examined(): Promise<HealthIndicatorResult> {
    const { database } = this.primary.isNeeded
      ? await this.askPrimary()
      : await this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS });
    const { failure } = this.writes;
    return { database: { ...database, writes: failure ? { status: 'down', ...failure } : { status: 'up' } } };
  }

  /** Asks whether PostgreSQL takes writes, which shows that it answers too. Throws {@link ReadOnlyPrimary}. */
  private async askPrimary(): Promise<HealthIndicatorResult<'database'>> {
    const indicator = this.indicators.check('database');
    try {
      await within(DATABASE_TIMEOUT_MS, this.primary.requireWritable());
      return indicator.up();
    } catch (error) {
      if (error instanceof ReadOnlyPrimary) throw error;
      return indicator.down(reasonOf(error));
    }
  }

  /** Logs the reason once, until the server is ready again. */
  private notReady(description: string, reason?: string): TemporarilyUnavailable {
    if (this.isReady) this.logger.error({ reason }, description);
    this.isReady = false;
    return new TemporarilyUnavailable(description, 1, reason);
  }
}

/** Throws an `Error` if `work` takes longer. */
const within = async (limitMs: number, work: Promise<void>): Promise<void> => {
  const ended = new AbortController();
  const late = wait(limitMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`timeout of ${limitMs}ms exceeded`);
  });
  await Promise.race([work, late]).finally(() => {
    ended.abort();
  });
};

/** The result of terminus as one text. */
const textOf = (failure: unknown): string => {
  const found: unknown = failure instanceof HttpException ? failure.getResponse() : failure;
  return typeof found === 'object' && found !== null && 'error' in found ? JSON.stringify(found.error) : String(found);
};
