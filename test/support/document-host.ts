import type { IncomingHttpHeaders } from 'node:http';
import { fetchVariables, type HttpsServer, startHttpsServer } from './https-server';
import type { Variables } from './test-app';

/** What an address answers with a document. */
export interface Published {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text of the body instead of the document. */
  readonly body?: string | Buffer;
}

/** An https server that publishes client id metadata documents. */
export interface DocumentHost extends HttpsServer {
  /** The headers of the last request. */
  lastHeaders(): IncomingHttpHeaders;
  /** The address of a path. */
  at(path: string): string;
  /** Publishes a document with its address as client_id, a redirect URI, and these members. Gives its address. */
  publish(path: string, members?: Readonly<Record<string, unknown>>, how?: Published): string;
  /** The variables of an application that reads its documents. */
  readonly variables: Variables;
}

/** A document of a public client. */
const USUAL = { client_name: 'A document', redirect_uris: ['https://app.example/callback'] };

/** Starts a host of documents. */
export const startDocumentHost = async (): Promise<DocumentHost> => {
  const server = await startHttpsServer();
  let lastHeaders: IncomingHttpHeaders = {};
  const at = (path: string): string => `${server.url}${path}`;
  return Object.assign(Object.create(server) as HttpsServer, {
    lastHeaders: () => lastHeaders,
    at,
    publish(path: string, members: Readonly<Record<string, unknown>> = {}, how: Published = {}): string {
      const { status = 200, headers = {}, body = JSON.stringify({ client_id: at(path), ...USUAL, ...members }) } = how;
      server.serve(path, (request, response) => {
        lastHeaders = request.headers;
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
      });
      return at(path);
    },
    variables: fetchVariables(server),
  });
};
