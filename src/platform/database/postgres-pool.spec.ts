import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { PostgresPool } from './postgres-pool';

const LIMIT_MS = 300;

/** A machine that takes connections and never answers. */
const silentHost = (): Promise<Server> =>
  new Promise((listening) => {
    const server = createServer((socket) => socket.on('error', () => undefined));
    server.listen(0, '127.0.0.1', () => {
      listening(server);
    });
  });

describe('the connections to several hosts', () => {
  it('fail within the limit of one if no host answers', async () => {
    const servers = [await silentHost(), await silentHost()] as const;
    const hostOf = (server: Server): { host: string; port: number } => ({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
    });
    const choice = { hosts: [hostOf(servers[0]), hostOf(servers[1])], readOnly: false } as const;
    const pool = new PostgresPool({ ...hostOf(servers[0]), connectionTimeoutMillis: LIMIT_MS, choice });
    const failed = pool.connect().then(
      () => 'connected',
      () => 'failed',
    );
    expect(await Promise.race([failed, wait(2 * LIMIT_MS, 'waits still')])).toBe('failed');
    await failed;
    await pool.end();
    for (const server of servers) server.close();
  });
});
