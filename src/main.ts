import 'reflect-metadata';
import type { LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { setUp } from './app.setup';
import type { Environment } from './config/environment';
import { processEnvironment } from './config/read-environment';
import { StartFailure } from './config/start-failure';
import { createAdapter } from './http/adapter';
import { greeting } from './operations/greeting';
import { stopOnSignals } from './operations/stop-on-signals';

/** What this process writes, its owner alone may read: the database holds hashes and sealed keys. */
const OWNER_ONLY = 0o077;

/** Without error: what stops the start is told once, by this file, and not by Nest with a stack before it. */
const BOOT_LOG: LogLevel[] = ['fatal', 'warn'];

const start = async (): Promise<void> => {
  process.umask(OWNER_ONLY);
  const environment = processEnvironment();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createAdapter(environment), {
    bodyParser: false,
    logger: BOOT_LOG,
    abortOnError: false,
  });
  await setUp(app);
  stopOnSignals(app, environment.SHUTDOWN_TIMEOUT);
  await listen(app, environment);
  app.useLogger(app.get(Logger));
  process.stdout.write(`\n${greeting(environment)}\n`);
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

start().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof StartFailure ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
