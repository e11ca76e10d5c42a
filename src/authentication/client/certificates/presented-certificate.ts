import type { ClientCertificate } from '../../../platform/http/client-certificate';
import type { AuthenticationRequest, Presented } from '../client-authentication-method';

/** The certificate of the connection, if the request names a client that may authenticate with it (RFC 8705 section 2). */
export const presentedCertificate = (request: AuthenticationRequest): Presented<ClientCertificate> | undefined => {
  const client_id = request.parameter('client_id');
  const { certificate } = request;
  return client_id === undefined || !certificate ? undefined : { client_id, proof: certificate, isImplicit: true };
};
