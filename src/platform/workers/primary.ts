import type { Environment } from '../config/environment';
import { rootLogger } from '../operations/root-logger';
import { startupBanner } from '../operations/startup-banner';
import { databaseFileVariables } from '../database/inherited-file';
import { countForWorkers } from '../rate-limits/primary-counts';
import { WorkerPool } from './worker-pool';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs the primary process, which serves no requests. It starts `WORKERS` workers, prints the startup banner once all
 * of them listen, counts for their rate limits, and replaces those that crash. SIGTERM and SIGINT stop the workers, then
 * the primary. SIGHUP replaces the workers one by one, with the environment that `readAgain` gives. Throws
 * `StartFailure` if a worker does not start.
 */
export const runPrimary = async (first: Environment, readAgain: () => Environment): Promise<void> => {
  let environment = first;
  const logger = rootLogger(environment).child({ context: 'workers' });
  const pool = new WorkerPool(
    logger,
    () => environment.SHUTDOWN_TIMEOUT,
    () => databaseFileVariables(first.DATABASE_URL),
  );
  let isStopping = false;

  const restart = async (): Promise<void> => {
    logger.info('SIGHUP: replacing the workers one by one');
    try {
      environment = readAgain();
      await pool.restart(environment.WORKERS);
      logger.info('SIGHUP: all workers are replaced');
    } catch (error) {
      if (isStopping) return;
      logger.error(`SIGHUP: not all workers are replaced, the others go on: ${(error as Error).message}`);
    }
  };
  const stop = async (signal: string): Promise<void> => {
    isStopping = true;
    logger.info(`${signal}: finishing requests in flight within ${environment.SHUTDOWN_TIMEOUT} s`);
    process.exit((await pool.close()) ? 0 : 1);
  };

  countForWorkers();
  for (const signal of STOP_SIGNALS) process.once(signal, () => void stop(signal));
  const opening = pool.open(environment.WORKERS);
  process.on('SIGHUP', oneAtATime(restart, opening));
  const opened = await opening.catch((error: unknown) => {
    if (!isStopping) throw error;
  });
  if (!opened) return; // `stop` ends this process
  const { port } = opened;
  process.stdout.write(`\n${startupBanner({ ...environment, PORT: port })}\n`);
};

/** Runs one at a time. Calls that arrive during a run are merged into a single following run. */
const oneAtATime = (work: () => Promise<void>, after: Promise<unknown>): (() => void) => {
  let last = after;
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    last = last.then(() => {
      isWaiting = false;
      return work();
    });
  };
};
