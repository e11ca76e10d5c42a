import { Logger as Log, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { setUp } from './app.setup';
import type { Environment } from './platform/config/environment';
import { PolicyFileService } from './governance/policies/policy-file.service';
import { StartFailure } from './platform/config/start-failure';
import { exposedConnections } from './platform/database/exposed-connections';
import { createAdapter } from './platform/http/adapter';

/** Without `error`: main.ts prints the reason of a failed start once, and Nest would print a stack before it. */
const BOOT_LOG: LogLevel[] = ['fatal', 'warn'];

/**
 * Creates the application and listens. Calls `beforehand` with the application before it listens. Throws
 * {@link StartFailure} if it cannot start in this environment.
 */
export const serve = async (
  environment: Environment,
  beforehand: (app: NestFastifyApplication) => void,
): Promise<void> => {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(environment), createAdapter(environment), {
    bodyParser: false,
    logger: BOOT_LOG,
    abortOnError: false,
  });
  await setUp(app);
  beforehand(app);
  await listen(app, environment);
  app.useLogger(app.get(Logger));
  warnOfExposedConnections(environment);
};

const warnOfExposedConnections = (environment: Environment): void => {
  if (environment.NODE_ENV !== 'production') return;
  for (const { finding, remedy } of exposedConnections(environment)) new Log('database').warn(`${finding}; ${remedy}`);
};

/**
 * Has SIGHUP apply `POLICY_FILE` again, one at a time; without that file, SIGHUP ends the process as usual. Only for a
 * process without workers: the primary replaces its workers on SIGHUP, which apply the file at their start.
 */
export const applyPoliciesOnHangUp = (app: NestFastifyApplication, { POLICY_FILE }: Environment): void => {
  if (POLICY_FILE === '') return;
  const policies = app.get(PolicyFileService);
  let last = Promise.resolve();
  process.on('SIGHUP', () => {
    last = last.then(() => policies.reload());
  });
};

const listen = async (app: NestFastifyApplication, { PORT, HOST }: Environment): Promise<void> => {
  try {
    await app.listen(PORT, HOST);
  } catch (cause) {
    await app.close();
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'the port is taken; end the other process or set PORT' : message;
    throw new StartFailure(`HOST, PORT: cannot listen on ${HOST}:${PORT}: ${reason}`, { cause });
  }
};
