import type { FastifyRequest } from 'fastify';
import type { Confirmation } from '../../access-tokens/access-token';
import { clientCertificateOf } from '../../platform/http/client-certificate';

/** The certificate whose key the sender of a request has shown in the handshake, if any (RFC 8705 section 3.1). */
export const certificateShown = (request: FastifyRequest): Confirmation => {
  const certificate = clientCertificateOf(request);
  return certificate ? { 'x5t#S256': certificate.thumbprint } : {};
};
