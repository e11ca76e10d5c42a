import { type INestApplication, Logger } from '@nestjs/common';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * On SIGTERM or SIGINT stops accepting, lets requests in flight finish within `timeoutSeconds`, closes the database
 * and exits 0; after that time it exits 1.
 */
export const stopOnSignals = (app: INestApplication, timeoutSeconds: number): void => {
  const logger = new Logger('stop');
  const stop = async (signal: string): Promise<void> => {
    logger.log(`${signal}: finishing requests in flight within ${timeoutSeconds} s`);
    setTimeout(() => {
      logger.error('requests in flight did not finish in time');
      process.exit(1);
    }, timeoutSeconds * 1000).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of SIGNALS) process.once(signal, () => void stop(signal));
};
