import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OpenStreamsService } from '../http/open-streams.service';
import { stopAccepting } from '../http/stop-accepting';
import { gracefulShutdown } from '../operations/graceful-shutdown';
import type { FailureReport, PrimaryMessage } from './messages';

/** A terminal sends these to all processes of the group: the primary acts on them, workers ignore them. */
const IGNORED_SIGNALS = ['SIGINT', 'SIGHUP'] as const;

/** Stops the application on the messages of the primary, and on SIGTERM. `retire` ends streams and waits for open
 * connections first. */
export const runWorker = (app: NestFastifyApplication, timeoutSeconds: number): void => {
  const stop = gracefulShutdown(app, timeoutSeconds);
  const retire = async (): Promise<void> => {
    await app.get(OpenStreamsService).end();
    await stopAccepting(app.getHttpServer(), timeoutSeconds);
    await stop('another worker took over');
  };
  process.on('message', (message: PrimaryMessage | object) => {
    if (message === 'retire') void retire();
    if (message === 'stop') void stop('the primary stops');
  });
  process.on('SIGTERM', () => void stop('SIGTERM'));
  for (const signal of IGNORED_SIGNALS) process.on(signal, () => undefined);
};

/** Sends the primary the reason why this worker cannot start, and exits 1. */
export const reportFailure = (failure: string): void => {
  process.send?.({ failure } satisfies FailureReport, () => process.exit(1));
};
