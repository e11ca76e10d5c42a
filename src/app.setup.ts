import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Environment } from './config/environment';
import { isUnavailable } from './database/unavailable';
import { closeAfterAnswer } from './http/close-after-answer';
import { readClientCertificates } from './http/client-certificate';
import { OAuthErrorFilter } from './http/oauth-error.filter';
import { allowOrigins } from './http/cors';
import { answerOtherMethods } from './http/other-methods';
import { shedOverload } from './http/overload';
import { installBodyParsers } from './http/request-body';
import { answerRequestId } from './http/request-id';
import { requireTls } from './http/require-tls';
import { serveOpenApi } from './openapi/serve-openapi';
import { logRequests } from './operations/request-log';
import { ROOT_LOGGER } from './operations/root-logger';

/** Makes a Nest application, created with `bodyParser: false`, the server that main.ts and the tests share. */
export const setUp = async (app: NestFastifyApplication): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  logRequests(fastify, app.get<Logger>(ROOT_LOGGER));
  answerRequestId(fastify);
  closeAfterAnswer(fastify);
  const environment = app.get(Environment);
  allowOrigins(fastify, environment);
  shedOverload(fastify, environment);
  requireTls(fastify, environment.ISSUER);
  readClientCertificates(fastify, environment);
  installBodyParsers(fastify);
  app.useGlobalFilters(new OAuthErrorFilter(isUnavailable));
  const answerThem = answerOtherMethods(fastify);
  await serveOpenApi(app);
  await app.init();
  answerThem();
};
