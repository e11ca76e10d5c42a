import 'reflect-metadata';
import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { begin } from './begin';
import { processEnvironment } from './config/read-environment';
import { greeting } from './operations/greeting';
import { stopOnSignals } from './operations/orderly-stop';
import { endOnUncaught } from './operations/uncaught';
import type * as Serving from './serve';
import { leadWorkers } from './workers/lead-workers';
import { obeyPrimary, reportFailure } from './workers/obey-primary';

/** V8 takes the objects of a request for long-lived ones and lets them pile up until a full collection. */
setFlagsFromString('--no-allocation-site-pretenuring');

/** One process, or one that leads `WORKERS` others, or one of those. */
const start = async (): Promise<void> => {
  endOnUncaught();
  const environment = processEnvironment();
  const { SHUTDOWN_TIMEOUT, WORKERS } = environment;
  if (cluster.isPrimary && WORKERS > 1) return leadWorkers(environment, processEnvironment);
  const { serve } = serving();
  if (cluster.isWorker)
    return serve(environment, (app) => {
      obeyPrimary(app, SHUTDOWN_TIMEOUT);
    });
  await serve(environment, (app) => {
    stopOnSignals(app, SHUTDOWN_TIMEOUT);
  });
  process.stdout.write(`\n${greeting(environment)}\n`);
};

/** Loaded by those who serve, so that the primary stays small. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late, and import() would leave CommonJS
const serving = (): typeof Serving => require('./serve') as typeof Serving;

begin({
  usage:
    'usage: npm start, or node dist/main.js\n\nServes. It is configured by variables of the environment, or of the file .env: see .env.example.',
  run: start,
  ...(cluster.isWorker && { fail: reportFailure }),
});
