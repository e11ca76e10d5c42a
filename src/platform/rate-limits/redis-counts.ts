import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { CountStore } from './counts';
import { limiterStore, WITHOUT_LIMIT } from './limiter-store';

const CONNECT_TIMEOUT_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that is silent for longer than two of these is replaced. */
const PING_INTERVAL_MS = 5_000;

/**
 * Counts in the Redis of an address, under names that begin with `prefix`. Waits shortly for the first connection. If
 * there is none, additions fail until there is one: the client tries again until it is closed.
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
  client.on('error', () => undefined); // the addition that fails reports it
  const firstAttempt = new Promise((done) => client.once('ready', done).once('error', done));
  void client.connect().catch(() => undefined);
  await firstAttempt;
  const limiter = new RateLimiterRedis({
    ...WITHOUT_LIMIT,
    keyPrefix: prefix,
    storeClient: client,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
  });
  return limiterStore(limiter, () => {
    client.destroy();
  });
};
