import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Environment } from '../config/environment';

/** Errors that are temporary: locks, busy or starting servers. */
const BUSY = /^(SQLITE_(BUSY|LOCKED)|ETIMEDOUT|57014|57P03|55P03|53300|40001|40P01)$/;
/** The messages of pg, without a code, for a connection that took too long. */
const SLOW =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated due to connection timeout)/;
const PAUSE_MS = 250;

/**
 * Repeats work at the start while the database is busy, until `withinMs` have passed: a server that starts should wait
 * longer than a request does. Throws the last error of the work.
 */
export const retryStart = async <Result>(withinMs: number, work: () => Promise<Result>): Promise<Result> => {
  const until = performance.now() + withinMs;
  let isWaiting = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      if (!isWaiting)
        new Logger('database').warn('the database is busy; the start waits for it (DATABASE_START_TIMEOUT)');
      isWaiting = true;
      await wait(PAUSE_MS);
    }
  }
};

const isBusy = (error: unknown): boolean => {
  const { code, message, driverError } = error as { code?: unknown; message?: string; driverError?: unknown };
  if (driverError !== undefined && driverError !== error) return isBusy(driverError);
  return BUSY.test(String(code)) || SLOW.test(message ?? '');
};

/** {@link retryStart} for providers that start once the database is open. */
@Injectable()
export class StartRetriesService {
  constructor(private readonly environment: Environment) {}

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return retryStart(this.environment.DATABASE_START_TIMEOUT, work);
  }
}
