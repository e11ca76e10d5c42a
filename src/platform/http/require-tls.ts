import type { FastifyInstance } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { isProbe } from './probe';

/**
 * With an https issuer, refuses what came over plain HTTP and without a trusted proxy's word that the caller used TLS
 * (RFC 7591 section 5): credentials sent in the clear are lost already.
 */
export const requireTls = (fastify: FastifyInstance, issuer: string): void => {
  if (!issuer.startsWith('https:')) return;
  fastify.addHook('onRequest', (request, _reply, done) => {
    // Probes come from the machine or its orchestrator, without TLS.
    if (request.protocol === 'https' || isProbe(request)) return void done();
    done(new InvalidRequest('the connection must use TLS; use https, or name the proxy that ends TLS in TRUST_PROXY'));
  });
};
