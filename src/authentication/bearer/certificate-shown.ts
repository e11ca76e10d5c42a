import type { FastifyRequest } from 'fastify';
import type { Confirmation } from '../../access-tokens/access-token';

/** The certificate whose private key the caller proved to hold in the TLS handshake, if any (RFC 8705 section 3.1). */
export const certificateShown = ({ clientCertificate }: FastifyRequest): Confirmation =>
  clientCertificate ? { 'x5t#S256': clientCertificate.thumbprint } : {};
