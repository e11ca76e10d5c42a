import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { RegistrationPermissions } from '../../clients/registration-permissions';
import { Issuer } from '../../core/issuer';
import { Environment } from '../../platform/config/environment';
import { accepts } from '../../platform/http/accepts';
import { DOCUMENT_MAX_AGE_SECONDS } from '../../platform/http/caching';
import type * as Document from './document';
import { documentedServer } from './documented-server';
import { installedGuides } from './guides';
import { COLOURS, contentSecurityPolicy, page, SCRIPT, STYLE } from './page';

/** Loaded when the document is first requested, with @nestjs/swagger. */
const documentModule = (): typeof Document => require('./document') as typeof Document;

/** The files of the page are those of this package; the page loads nothing from other hosts. */
const swaggerUi = (): string => dirname(require.resolve('swagger-ui-dist/package.json'));

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Redirects a browser from the address of the server to the page. Other programs get 404 there. */
const redirectBrowsers = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', ({ method, url, headers }, reply, done) => {
    const isRead = (url === '/' || url.startsWith('/?')) && ['GET', 'HEAD'].includes(method);
    if (isRead && accepts('text/html', headers.accept)) void reply.redirect('./docs');
    else done();
  });
};

/** `GET /openapi.json`, which is created at the first request, and `GET /docs`, a page that shows it. */
export const serveOpenApi = async (app: NestFastifyApplication): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  const environment = app.get(Environment);
  // Before all routes: Fastify adds those that it has when it waits, without the error handler that Nest sets later.
  await app.register(fastifyStatic, { root: swaggerUi(), serve: false, cacheControl: false });
  redirectBrowsers(fastify);
  const config = { cacheable: DOCUMENT_MAX_AGE_SECONDS };
  const documents = new Map<Issuer, string>();
  const documentOf = (issuer: Issuer): string => {
    const permissions = app.get(RegistrationPermissions, { strict: false }).of(issuer);
    const server = documentedServer(environment, issuer, permissions);
    const text = documents.get(issuer) ?? JSON.stringify(documentModule().openApiDocument(app, server));
    documents.set(issuer, text);
    return text;
  };
  fastify.get('/openapi.json', { config }, (request, reply) =>
    reply.type('application/json; charset=utf-8').send(documentOf(request.context.issuer)),
  );

  for (const asset of ASSETS) fastify.get(`/docs/${asset}`, { config }, (_request, reply) => reply.sendFile(asset));
  const guides = installedGuides();
  const texts: readonly (readonly [path: string, type: string, text: () => string])[] = [
    ['/docs/start.js', 'text/javascript', () => SCRIPT],
    ['/docs/colours.js', 'text/javascript', () => COLOURS],
    ['/docs/page.css', 'text/css', () => STYLE],
    ...guides.map(({ path, text }) => [`/${path}`, 'text/plain', text] as const),
  ];
  for (const [path, type, text] of texts)
    fastify.get(path, { config }, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(text()));
  const ofPage = { ...config, contentSecurityPolicy: contentSecurityPolicy(app.get(Issuer).identifier) };
  fastify.get('/docs', { config: ofPage }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(guides)),
  );
};
