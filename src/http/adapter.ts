import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Environment } from '../config/environment';
import { InvalidRequest } from '../oauth/errors';
import { OAuthError } from '../oauth/oauth-error';
import { withoutIssuerPath } from './issuer-path';
import { sendError } from './oauth-error.filter';
import { requestId } from './request-id';
import { type TlsVariables, tlsOptions } from './tls';

const BODY_LIMIT_BYTES = 64 * 1024;
const HEADER_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;
const MAX_PARAMETER_LENGTH = 200;

/** Fastify with its limits, and with OAuth-shaped answers where it would answer by itself. */
export const createAdapter = (
  environment: Pick<Environment, 'ISSUER' | 'TOKEN_ENDPOINT' | 'TRUST_PROXY'> & TlsVariables,
): FastifyAdapter => {
  const limits = { headersTimeout: HEADER_TIMEOUT_MS };
  const tls = tlsOptions(environment);
  return new FastifyAdapter({
    trustProxy: environment.TRUST_PROXY.length > 0 ? environment.TRUST_PROXY : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    ...(tls ? { https: { ...limits, ...tls } } : { http: limits }),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: requestId,
    rewriteUrl: withoutIssuerPath(environment),
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void sendError(
        reply,
        new InvalidRequest('the address is malformed; check its percent-encoding', { cause: error }),
      );
    },
    clientErrorHandler: answerUnreadable,
  });
};

/** What did not even parse as HTTP, or took too long, gets its answer on the bare socket. */
const answerUnreadable = ({ code }: NodeJS.ErrnoException, socket: Socket): void => {
  if (!socket.writable) return void socket.destroy();
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const { body } = new OAuthError(
    status,
    'invalid_request',
    'the request is not readable as HTTP; check its head and its length',
  );
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
};
