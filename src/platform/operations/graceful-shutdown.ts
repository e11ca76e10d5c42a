import type { Server } from 'node:net';
import { type INestApplication, Logger } from '@nestjs/common';
import { stopAccepting } from '../http/stop-accepting';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Gives a function that stops accepting connections, waits for requests in flight, closes the database and exits 0. After
 * `timeoutSeconds` it exits 1. A second call does nothing.
 */
export const gracefulShutdown = (
  app: INestApplication,
  timeoutSeconds: number,
): ((reason: string) => Promise<void>) => {
  const logger = new Logger('stop');
  let isStopping = false;
  return async (reason) => {
    if (isStopping) return;
    isStopping = true;
    // At once: `app.close` would accept connections until the periodic tasks have ended their runs.
    void stopAccepting(app.getHttpServer() as Server, timeoutSeconds);
    logger.log(`${reason}: finishing requests in flight within ${timeoutSeconds} s`);
    setTimeout(() => {
      logger.error('requests in flight did not finish in time');
      process.exit(1);
    }, timeoutSeconds * 1000).unref();
    try {
      await app.close();
    } catch (error) {
      logger.error({ err: error }, 'the stop failed');
      process.exit(1);
    }
    process.exit(0);
  };
};

/** Stops the application on SIGTERM or SIGINT. The second signal of a kind ends the process at once. */
export const stopOnSignals = (app: INestApplication, timeoutSeconds: number): void => {
  const stop = gracefulShutdown(app, timeoutSeconds);
  for (const signal of SIGNALS) process.once(signal, () => void stop(signal));
};
