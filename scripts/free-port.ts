import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what systems give to those who ask for any port, so that none of them takes it before it is used. */
const LOWEST = 10_000;
const HIGHEST = 32_767;

/** A TCP port of this machine on which nothing listens at the moment. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(false);
      else reject(new Error(`no port: ${String(code)}`));
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
