import { Global, Module } from '@nestjs/common';
import pino from 'pino';
import { Environment } from '../config/environment';
import { loggedError, loggedReason } from './logged-error';

/** Members that are redacted at any depth of a log line. */
const SECRET_MEMBERS = [
  ...['authorization', 'client_secret', 'registration_access_token', 'access_token', 'client_assertion'],
  ...['software_statement', 'password', 'cookie'],
];
const STANDARD_OUTPUT = 1;
/** Lines are buffered and written together, the last ones when the process exits. This takes a timer without an end. */
const GATHERED = { minLength: 3072, periodicFlush: 250 };
/**
 * A write of this size to a pipe is not mixed with writes of other processes (PIPE_BUF of pipe(7)). A larger buffer costs
 * more for each line, because sonic-boom measures the whole buffer for each.
 */
const WHOLE_BYTES = 4096;

/** The logger of everything. It redacts a secret member that is logged by mistake. */
export const ROOT_LOGGER = Symbol('root logger');

/** JSON lines; in development, readable lines. */
export const rootLogger = ({ LOG_LEVEL, NODE_ENV }: Environment): pino.Logger => {
  const options = {
    level: LOG_LEVEL,
    serializers: { err: loggedError, reason: loggedReason },
    redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  };
  return NODE_ENV === 'development'
    ? pino({ ...options, transport: { target: 'pino-pretty', options: { singleLine: true } } })
    : pino(
        options,
        pino.destination({
          dest: STANDARD_OUTPUT,
          sync: false,
          maxWrite: WHOLE_BYTES,
          ...(LOG_LEVEL !== 'silent' && GATHERED),
        }),
      );
};

/** The one logger of the process. */
@Global()
@Module({
  providers: [{ provide: ROOT_LOGGER, inject: [Environment], useFactory: rootLogger }],
  exports: [ROOT_LOGGER],
})
export class RootLoggerModule {}
