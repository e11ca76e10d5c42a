import { readFileSync } from 'node:fs';
import { createServer, request as forward, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { writeCertificate } from '../../bench/support/certificate';

/** What stands before several nodes. */
export interface Front {
  readonly port: number;
  close(): void;
}

/** How the proxy is set up: with TLS for a host, without it at a port. */
interface FrontPlan {
  readonly folder: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly nodes: () => readonly string[];
}

/** Starts a proxy that gives each request to the next of the nodes, so that no two requests of a flow meet the same one. */
export const startFront = async ({ folder, host, port = 0, nodes }: FrontPlan): Promise<Front> => {
  let turn = 0;
  const pass: RequestListener = (request, response) => {
    const origins = nodes();
    const origin = origins[turn++ % origins.length] ?? '';
    const protocol = host === undefined ? 'http' : 'https';
    const headers = { ...request.headers, 'x-forwarded-proto': protocol, 'x-forwarded-for': '192.0.2.1' };
    const onward = forward(origin + (request.url ?? '/'), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined); // a browser may leave a page before it is complete
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = host === undefined ? createServer(pass) : createTlsServer(await certificateFor(folder, host), pass);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const certificateFor = async (
  folder: string,
  host: string,
): Promise<{ readonly cert: Buffer; readonly key: Buffer }> => {
  const { cert, key } = await writeCertificate(folder, host);
  return { cert: readFileSync(cert), key: readFileSync(key) };
};
