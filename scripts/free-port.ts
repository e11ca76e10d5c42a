import { createServer } from 'node:net';

/** Below what systems give to those who ask for any port, so that none of them takes it before it is used. */
const LOWEST = 10_000;
const COUNT = 22_768;
/** Each process begins elsewhere, so that two that ask at the same time are not given the same port. */
const PER_PROCESS = 64;
/** What `fetch` refuses to connect to, of these ports: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED = 10_080;

let given = 0;

/** A TCP port of this machine on which nothing listens at the moment, and which this process was not given before. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = LOWEST + ((process.pid * PER_PROCESS + given) % COUNT);
    given += 1;
    if (port !== BLOCKED && (await isFree(port))) return port;
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
