import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Environment } from '../config/environment';
import type { CountStore } from './counts';
import { limiterStore, WITHOUT_LIMIT } from './limiter-store';

const CONNECT_TIMEOUT_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that is silent for longer than two of these is replaced. */
const PING_INTERVAL_MS = 5_000;

/** The beginning of the names of all counts of this issuer. */
export const redisPrefix = ({ ISSUER }: Pick<Environment, 'ISSUER'>): string => `clientele ${ISSUER}`;

/**
 * Counts in the Redis of an address, under names that begin with `prefix`. Waits shortly for the first connection. While
 * there is none, additions fail with the reason; the client connects again until it is closed.
 */
export const redisCounts = async (url: string, prefix: string): Promise<CountStore> => {
  // Only servers with this store load the client.
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: 2 * PING_INTERVAL_MS,
      reconnectStrategy: (retries) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** retries),
    },
  });
  let failure = new Error('there is no connection yet');
  const firstAttempt = new Promise((done) => client.once('ready', done).once('error', done));
  const keepFailure = (error: Error): void => {
    failure = error;
  };
  client.on('error', keepFailure);
  void client.connect().catch(keepFailure);
  await firstAttempt;
  const limiter = new RateLimiterRedis({
    ...WITHOUT_LIMIT,
    keyPrefix: prefix,
    storeClient: client,
    useRedisPackage: true,
  });
  const store = limiterStore(limiter);
  return {
    add: (addition) => (client.isReady ? store.add(addition) : Promise.reject(failure)),
    close: () => {
      client.destroy();
    },
  };
};
