import type { LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { setUp } from './app.setup';
import type { Environment } from './platform/config/environment';
import { StartFailure } from './platform/config/start-failure';
import { createAdapter } from './platform/http/adapter';

/** Without error: what stops the start is told once, by main.ts, and not by Nest with a stack before it. */
const BOOT_LOG: LogLevel[] = ['fatal', 'warn'];

/**
 * Makes the server and lets it listen; `beforehand` sees it before it does. Throws {@link StartFailure} when something
 * of the environment does not work out.
 */
export const serve = async (
  environment: Environment,
  beforehand: (app: NestFastifyApplication) => void,
): Promise<void> => {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createAdapter(environment), {
    bodyParser: false,
    logger: BOOT_LOG,
    abortOnError: false,
  });
  await setUp(app);
  beforehand(app);
  await listen(app, environment);
  app.useLogger(app.get(Logger));
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
