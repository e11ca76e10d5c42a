import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type {} from './fastify-types';
import { serveOpenApi } from './features/openapi/serve-openapi';
import { Environment } from './platform/config/environment';
import { registerHttpPlugins } from './platform/http/http-plugins';
import { IssuerResolver } from './platform/http/issuer-resolver';
import { ROOT_LOGGER } from './platform/operations/root-logger';

/** Makes a Nest application, created with `bodyParser: false`, the server that main.ts and the tests share. */
export const setUp = async (app: NestFastifyApplication): Promise<void> => {
  const environment = app.get(Environment);
  const logger = app.get<Logger>(ROOT_LOGGER);
  const issuers = app.get(IssuerResolver);
  await registerHttpPlugins(app.getHttpAdapter().getInstance(), { environment, logger, issuers });
  if (environment.SERVE_DOCS) await serveOpenApi(app);
  await app.init();
};
