import type { ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Environment } from '../config/environment';

/** Members that never reach a log line, wherever they stand. */
const SECRET_MEMBERS = [
  ...['authorization', 'client_secret', 'registration_access_token', 'access_token', 'client_assertion'],
  ...['software_statement', 'password', 'cookie'],
];

/**
 * One line per request: id, method, path, address, status, time. The path goes without its query, the headers and the
 * body do not go at all; should a secret member be logged by mistake, it is redacted.
 */
export const loggerOptions = ({ LOG_LEVEL, NODE_ENV }: Pick<Environment, 'LOG_LEVEL' | 'NODE_ENV'>): Params => ({
  pinoHttp: {
    level: LOG_LEVEL,
    genReqId: ({ id }) => id,
    serializers: {
      req: ({ id, method, url, remoteAddress }: LoggedRequest) => ({ id, method, path: pathOf(url), remoteAddress }),
      res: ({ statusCode }: Pick<ServerResponse, 'statusCode'>) => ({ statusCode }),
    },
    autoLogging: { ignore: isProbe },
    redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    ...(NODE_ENV === 'development' && { transport: { target: 'pino-pretty', options: { singleLine: true } } }),
  },
});

interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly remoteAddress: string;
}

/** Middleware sees a `url` that is cut off, and the whole one beside it. */
const isProbe = (request: { url?: string | undefined; originalUrl?: string }): boolean =>
  (request.originalUrl ?? request.url)?.startsWith('/health/') === true;

const pathOf = (url: string): string => url.replace(/\?.*$/s, '');
