const CONNECT_TIMEOUT_MS = 2_000;

/** Connects to a Redis, and rejects with the reason if it does not answer. */
export const pingRedis = async (url: string): Promise<void> => {
  // Only commands for installations with a Redis load the client.
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false },
  });
  client.on('error', () => undefined); // connect rejects with it
  try {
    await client.connect();
    await client.ping();
  } finally {
    if (client.isOpen) client.destroy();
  }
};
