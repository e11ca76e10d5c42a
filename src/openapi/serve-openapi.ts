import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Environment } from '../config/environment';
import { publish } from '../http/published';
import { openApiDocument } from './document';
import { contentSecurityPolicy, PAGE, SCRIPT } from './page';

/** The page's own files come from the package that @nestjs/swagger brings; nothing is fetched from elsewhere. */
const swaggerUi = (): string =>
  dirname(
    require.resolve('swagger-ui-dist/package.json', {
      paths: [dirname(require.resolve('@nestjs/swagger/package.json'))],
    }),
  );

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** `GET /openapi.json`, made when it is first asked for, and `GET /docs`, a page that shows it. */
export const serveOpenApi = async (app: NestFastifyApplication): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  const environment = app.get(Environment);
  let document: OpenAPIObject | undefined;
  fastify.get('/openapi.json', (request, reply) => {
    document ??= openApiDocument(app, environment);
    return publish(request, reply, document) ? reply.send(document) : reply.status(304).send();
  });

  await app.register(fastifyStatic, { root: swaggerUi(), serve: false, maxAge: '5m' });
  for (const asset of ASSETS) fastify.get(`/docs/${asset}`, (_request, reply) => reply.sendFile(asset));
  fastify.get('/docs/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT));
  const policy = contentSecurityPolicy(environment.ISSUER);
  fastify.get('/docs', (_request, reply) =>
    reply
      .headers({
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      })
      .type('text/html; charset=utf-8')
      .send(PAGE),
  );
};
