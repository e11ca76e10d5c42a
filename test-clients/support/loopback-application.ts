import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A program that waits for the browser at a port of this machine. */
export interface LoopbackApplication {
  readonly redirectUri: string;
  /** The query of the next answer that a browser brings. */
  readonly answer: () => Promise<URLSearchParams>;
  close(): void;
}

/** Listens at a free port, as native applications do (RFC 8252 section 7.3). */
export const startLoopbackApplication = async (path = '/callback'): Promise<LoopbackApplication> => {
  const waiting: ((answer: URLSearchParams) => void)[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname !== path) return void response.writeHead(404).end();
    response.setHeader('content-type', 'text/html').end('<title>App</title><h1>Connected</h1>');
    waiting.shift()?.(searchParams);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    answer: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
