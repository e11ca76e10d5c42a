import 'reflect-metadata';
import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { begin } from './commands/begin';
import { processEnvironment } from './platform/config/read-environment';
import { startupBanner } from './platform/operations/startup-banner';
import { stopOnSignals } from './platform/operations/graceful-shutdown';
import { endOnUncaught } from './platform/operations/uncaught';
import type * as Serving from './serve';
import { runPrimary } from './platform/workers/primary';
import { runWorker, reportFailure } from './platform/workers/worker';

/** Without this, V8 places the objects of a request among the long-lived ones, where they stay until a full collection. */
setFlagsFromString('--no-allocation-site-pretenuring');

/** Starts one process, or the primary of `WORKERS` workers, or one of these workers. */
const start = async (): Promise<void> => {
  endOnUncaught();
  const environment = processEnvironment();
  const { SHUTDOWN_TIMEOUT, WORKERS } = environment;
  if (cluster.isPrimary && WORKERS > 1) return runPrimary(environment, processEnvironment);
  const { serve, applyPoliciesOnHangUp } = serving();
  if (cluster.isWorker)
    return serve(environment, (app) => {
      runWorker(app, SHUTDOWN_TIMEOUT);
    });
  await serve(environment, (app) => {
    stopOnSignals(app, SHUTDOWN_TIMEOUT);
    applyPoliciesOnHangUp(app, environment);
  });
  process.stdout.write(`\n${startupBanner(environment)}\n`);
};

/** Loaded only by processes that serve, so that the primary stays small. */
const serving = (): typeof Serving => require('./serve') as typeof Serving;

begin({
  usage:
    'usage: npm start, or node dist/main.js\n\nServes. It is configured by variables of the environment, or of the file .env: see .env.example.',
  run: start,
  ...(cluster.isWorker && { fail: reportFailure }),
});
