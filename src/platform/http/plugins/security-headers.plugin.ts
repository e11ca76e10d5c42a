import { httpPlugin, type Variables } from '../http-plugin';
import { securityHeadersFor } from '../security-headers';

/** Sets {@link securityHeadersFor} on all responses, and the content security policy of a page on its response. */
export const securityHeaders = httpPlugin<Variables<'TLS_CERT'>>(
  { name: 'security-headers' },
  (fastify, { environment }) => {
    const headers = securityHeadersFor(environment);
    fastify.addHook('onRequest', (_request, reply, next) => {
      reply.headers(headers);
      next();
    });
    fastify.addHook('onRoute', (route) => {
      const policy = route.config?.contentSecurityPolicy;
      if (policy === undefined) return;
      const ofPage = { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' };
      route.onRequest = [
        (_request, reply, next) => {
          reply.headers(ofPage);
          next();
        },
        ...[route.onRequest ?? []].flat(),
      ];
    });
  },
);
