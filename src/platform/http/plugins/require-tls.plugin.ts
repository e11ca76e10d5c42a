import { InvalidRequest } from '../../../core/errors/errors';
import { httpPlugin, type Variables } from '../http-plugin';
import { isProbe } from '../probe';

/**
 * With an https issuer, refuses requests over plain HTTP unless a trusted proxy says that the caller used TLS (RFC 7591
 * section 5): credentials that were sent in the clear are lost already.
 */
export const requireTls = httpPlugin<Variables<'ISSUER'>>(
  { name: 'require-tls', dependencies: ['overload'] },
  (fastify, { environment }) => {
    if (environment.ISSUER.startsWith('https:'))
      fastify.addHook('onRequest', (request, _reply, next) => {
        // Probes come from the machine or its orchestrator, without TLS.
        if (request.protocol === 'https' || isProbe(request)) next();
        else next(plainHttp());
      });
  },
);

const plainHttp = (): InvalidRequest =>
  new InvalidRequest('the connection must use TLS; use https, or name the proxy that ends TLS in TRUST_PROXY');
