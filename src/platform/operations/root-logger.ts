import { Global, Module } from '@nestjs/common';
import pino from 'pino';
import { Environment } from '../config/environment';
import { loggedError, loggedReason } from './logged-error';

/** Members that never reach a log line, wherever they stand. */
const SECRET_MEMBERS = [
  ...['authorization', 'client_secret', 'registration_access_token', 'access_token', 'client_assertion'],
  ...['software_statement', 'password', 'cookie'],
];
const STANDARD_OUTPUT = 1;
/** Lines are written by the side of the requests, many at once; the last ones when the process exits. */
const GATHERED = { minLength: 2048, periodicFlush: 250 };
/** What a pipe takes from one process without anything of another in between (PIPE_BUF of pipe(7)). */
const WHOLE_BYTES = 4096;

/** What everything is logged to. Should a secret member be logged by mistake, it is redacted. */
export const ROOT_LOGGER = Symbol('root logger');

/** JSON lines; in development, lines for people. */
export const rootLogger = ({ LOG_LEVEL, NODE_ENV, WORKERS }: Environment): pino.Logger => {
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
          ...GATHERED,
          ...(WORKERS > 1 && { maxWrite: WHOLE_BYTES }),
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
