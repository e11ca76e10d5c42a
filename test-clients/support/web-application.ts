import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { writeCertificate } from '../../bench/support/certificate';

/** The site of a client, with a redirect URI and what it passes the browser on to. */
export interface WebApplication {
  readonly port: number;
  /** What arrived at the redirect URI, the oldest first, and how. */
  readonly answers: { readonly method: string; readonly members: URLSearchParams }[];
  close(): void;
}

/**
 * Serves `https://HOST/callback`, which passes the browser on twice, as applications do that end in a program of the
 * device: to another path, and then to `end`.
 */
export const startWebApplication = async (folder: string, host: string, end: string): Promise<WebApplication> => {
  const { cert, key } = await writeCertificate(folder, host);
  const answers: WebApplication['answers'] = [];
  const server: Server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
    if (pathname === '/callback')
      void text(request).then((body) => {
        const members = request.method === 'POST' ? new URLSearchParams(body) : searchParams;
        answers.push({ method: request.method ?? '', members });
        response.writeHead(303, { location: '/connected' }).end();
      });
    else if (pathname === '/connected') response.writeHead(302, { location: end }).end();
    else response.setHeader('content-type', 'text/html').end('<title>App</title><h1>Connected</h1>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    answers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
