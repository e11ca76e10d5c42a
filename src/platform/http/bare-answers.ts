import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { OAuthError } from '../../core/errors/oauth-error';
import { NO_STORE } from './caching';
import type { ErrorPages } from './error-pages';
import { unreadHead } from './unread-head';

type Headers = Readonly<Record<string, string>>;

/** The error of Node for input that it cannot read. Fastify declares `rawPacket` as another type than the `Buffer` that it is. */
interface Unreadable {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** A response that is written without Fastify. */
interface BareResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const UNREADABLE = 'the request is not readable as HTTP; check its head and its length';
const TOO_LONG =
  'the head of the request must have at most 16 KiB; send less in its address, cookies and other headers';
const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Responds to input that is not HTTP, or that took too long to arrive. There is no request yet, so it writes to the
 * socket. `headers` are those of every response. A head that is too long gets a page of `errorPages` where browsers need
 * one, as far as the head can be read.
 */
export const answerUnreadable =
  (headers: Headers, errorPages: () => ErrorPages | undefined) =>
  ({ code = '', rawPacket }: Unreadable, socket: Socket): void => {
    const status = STATUS_OF[code] ?? 400;
    const error = new OAuthError(status, 'invalid_request', status === 431 ? TOO_LONG : UNREADABLE);
    const head = status === 431 && Buffer.isBuffer(rawPacket) ? unreadHead(rawPacket) : undefined;
    const page = head && errorPages()?.(head, error);
    answer(socket, page ? { ...page, text: page.html } : jsonOf(error), headers);
  };

/** Replaces the responses without a body that Node itself writes to CONNECT and to unknown expectations. */
export const answerInsteadOfNode = (server: Server, headers: Headers): void => {
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    const error = new OAuthError(400, 'invalid_request', 'CONNECT must not be sent; this is no proxy');
    answer(socket, jsonOf(error), headers);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const expectation = 'the Expect header must be 100-continue; leave it out';
    const bare = jsonOf(new OAuthError(417, 'invalid_request', expectation));
    response.writeHead(bare.status, { ...headers, ...headersOf(bare) });
    response.end(bare.text);
  });
};

const jsonOf = ({ status, body }: OAuthError): BareResponse => ({
  status,
  headers: { ...NO_STORE, 'Content-Type': 'application/json' },
  text: JSON.stringify(body),
});

/** The response ends the connection. */
const headersOf = ({ headers, text }: BareResponse): Headers => ({
  ...headers,
  'Content-Length': String(Buffer.byteLength(text)),
  Connection: 'close',
});

const answer = (socket: Socket, bare: BareResponse, headers: Headers): void => {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries({ ...headers, ...headersOf(bare) }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${bare.status} ${STATUS_CODES[bare.status] ?? ''}`, ...lines];
  socket.end(`${head.join('\r\n')}\r\n\r\n${bare.text}`);
};
