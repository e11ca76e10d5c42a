import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Environment } from '../platform/config/environment';
import { accepts } from '../platform/http/accepts';
import { publish } from '../platform/http/published';
import { openApiDocument } from './document';
import { installedGuides } from './guides';
import { COLOURS, contentSecurityPolicy, page, SCRIPT, STYLE } from './page';

/** The page's own files come from this package; nothing is fetched from elsewhere. */
const swaggerUi = (): string => dirname(require.resolve('swagger-ui-dist/package.json'));

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Who opens the address of the server in a browser is led to the page; for programs there is nothing. */
const leadBrowsers = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', ({ method, url, headers }, reply, done) => {
    const isBrowser = ['GET', 'HEAD'].includes(method) && accepts('text/html', headers.accept);
    if (/^\/(\?|$)/.test(url) && isBrowser) void reply.redirect('./docs');
    else done();
  });
};

/** `GET /openapi.json`, made when it is first asked for, and `GET /docs`, a page that shows it. */
export const serveOpenApi = async (app: NestFastifyApplication): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  const environment = app.get(Environment);
  leadBrowsers(fastify);
  let document: OpenAPIObject | undefined;
  fastify.get('/openapi.json', (request, reply) => {
    document ??= openApiDocument(app, environment);
    return publish(request, reply, document) ? reply.send(document) : reply.status(304).send();
  });

  await app.register(fastifyStatic, { root: swaggerUi(), serve: false, maxAge: '5m' });
  for (const asset of ASSETS) fastify.get(`/docs/${asset}`, (_request, reply) => reply.sendFile(asset));
  const guides = installedGuides();
  const texts: readonly (readonly [path: string, type: string, text: () => string])[] = [
    ['/docs/start.js', 'text/javascript', () => SCRIPT],
    ['/docs/colours.js', 'text/javascript', () => COLOURS],
    ['/docs/page.css', 'text/css', () => STYLE],
    ...guides.map(({ path, text }) => [`/${path}`, 'text/plain', text] as const),
  ];
  for (const [path, type, text] of texts)
    fastify.get(path, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(text()));
  const policy = contentSecurityPolicy(environment.ISSUER);
  fastify.get('/docs', (_request, reply) =>
    reply
      .headers({
        'Content-Security-Policy': policy,
        'Referrer-Policy': 'no-referrer',
      })
      .type('text/html; charset=utf-8')
      .send(page(guides)),
  );
};
