import type { FastifyRequest } from 'fastify';
import type { Confirmation } from '../../access-tokens/access-token';

/**
 * The client certificate of the request, if any. The TLS handshake proved possession of its private key (RFC 8705
 * section 3.1).
 */
export const certificateShown = ({ clientCertificate }: FastifyRequest): Confirmation =>
  clientCertificate ? { 'x5t#S256': clientCertificate.thumbprint } : {};
