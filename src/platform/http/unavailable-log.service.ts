import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { noteForLog } from './log-notes';
import { RefusalLog } from './refusal-log';

/**
 * Logs requests that failed because something that they need is temporarily unavailable, such as the database: a warning
 * when they begin, and then one every ten seconds. Each request has the reason in its own log line, and its stack at the
 * level debug.
 */
@Injectable()
export class UnavailableLogService implements OnApplicationShutdown {
  private readonly logger = new Logger('errors');
  private readonly refusals = new RefusalLog('errors', 'requests fail: what they need is temporarily unavailable');

  /** Notes the failure of a request. */
  note(request: FastifyRequest, failure: unknown): void {
    const reason = rootReasonOf(failure);
    noteForLog(request, { reason });
    this.refusals.refused(reason);
    this.logger.debug({ err: failure, req: { id: request.id } }, 'temporarily unavailable');
  }

  onApplicationShutdown(): void {
    this.refusals.stop();
  }
}

/** The message of the error that caused all others; the errors of a connection may have a code only. */
const rootReasonOf = (failure: unknown): string => {
  const { cause, driverError, message, code } = failure as Partial<Record<string, unknown>>;
  const deeper = [driverError, cause].find((one) => one instanceof Error && one !== failure);
  return deeper === undefined ? String(message || code) : rootReasonOf(deeper);
};
