import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { stopAccepting } from '../http/stop-accepting';
import { gracefulShutdown } from '../operations/graceful-shutdown';
import type { FailureReport, PrimaryMessage } from './messages';

/** Sent to the whole group by terminals: the primary acts on them. */
const NOT_OURS = ['SIGINT', 'SIGHUP'] as const;

/** Makes an application the worker of a primary: stops and retires when told to. SIGTERM alone is obeyed besides. */
export const runWorker = (app: NestFastifyApplication, timeoutSeconds: number): void => {
  const stop = gracefulShutdown(app, timeoutSeconds);
  const retire = async (): Promise<void> => {
    await stopAccepting(app.getHttpServer(), timeoutSeconds);
    await stop('another worker took over');
  };
  process.on('message', (order: PrimaryMessage) => void (order === 'retire' ? retire() : stop('the primary stops')));
  process.on('SIGTERM', () => void stop('SIGTERM'));
  for (const signal of NOT_OURS) process.on(signal, () => undefined);
};

/** Tells the primary why this worker cannot start, and ends it. */
export const reportFailure = (failure: string): void => {
  process.send?.({ failure } satisfies FailureReport, () => process.exit(1));
};
