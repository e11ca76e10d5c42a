import type { FastifyInstance } from 'fastify';
import type { TlsVariables } from './tls';

/**
 * What every answer carries: nobody guesses another media type from its body and, where TLS ends here, nobody comes
 * back without TLS for a year (RFC 6797 section 6.1). A proxy that ends TLS says the latter itself.
 */
export const securityHeaders = ({ TLS_CERT }: Pick<TlsVariables, 'TLS_CERT'>): Readonly<Record<string, string>> => ({
  'X-Content-Type-Options': 'nosniff',
  ...(TLS_CERT !== '' && { 'Strict-Transport-Security': 'max-age=31536000' }),
});

/** Puts {@link securityHeaders} on every answer that Fastify gives. */
export const addSecurityHeaders = (fastify: FastifyInstance, variables: Pick<TlsVariables, 'TLS_CERT'>): void => {
  const headers = securityHeaders(variables);
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
};
