import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { OAuthError } from '../../core/errors/oauth-error';
import { NO_STORE } from './caching';

type Headers = Readonly<Record<string, string>>;

const UNREADABLE = 'the request is not readable as HTTP; check its head and its length';
const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Responds to input that is not HTTP, or that took too long to arrive. There is no request yet, so it writes to the
 * socket. `headers` are those of every response.
 */
export const answerUnreadable =
  (headers: Headers) =>
  ({ code = '' }: NodeJS.ErrnoException, socket: Socket): void => {
    answer(socket, new OAuthError(STATUS_OF[code] ?? 400, 'invalid_request', UNREADABLE), headers);
  };

/** Replaces the responses without a body that Node itself writes to CONNECT and to unknown expectations. */
export const answerInsteadOfNode = (server: Server, headers: Headers): void => {
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    answer(socket, new OAuthError(400, 'invalid_request', 'CONNECT must not be sent; this is no proxy'), headers);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = new OAuthError(
      417,
      'invalid_request',
      'the Expect header must be 100-continue; leave it out',
    );
    const text = JSON.stringify(body);
    response.writeHead(status, { ...headers, ...headersOf(text) });
    response.end(text);
  });
};

const headersOf = (text: string): Readonly<Record<string, string | number>> => ({
  ...NO_STORE,
  'Content-Type': 'application/json',
  'Content-Length': Buffer.byteLength(text),
  Connection: 'close',
});

const answer = (socket: Socket, { status, body }: OAuthError, headers: Headers): void => {
  if (!socket.writable) return void socket.destroy();
  const text = JSON.stringify(body);
  const lines = Object.entries({ ...headers, ...headersOf(text) }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
};
