import type { Confirmation } from '../../../access-tokens/access-token';
import type { Client } from '../../../clients/client.entity';
import { InvalidRequest } from '../../../core/errors/errors';
import type { ClientCertificate } from '../../../platform/http/client-certificate';

/**
 * The certificate of this request as a confirmation, if the client registered tokens that are bound to it (RFC 8705
 * section 3). Throws {@link InvalidRequest} for such a client without a certificate, because it must not get an unbound
 * token.
 */
export const certificateConfirmation = (
  { metadata }: Client,
  certificate: Pick<ClientCertificate, 'thumbprint'> | undefined,
): Confirmation => {
  if (!metadata.tls_client_certificate_bound_access_tokens) return {};
  if (!certificate)
    throw new InvalidRequest(
      'the connection must present a client certificate, to which this client has its tokens bound; use mutual TLS',
    );
  return { 'x5t#S256': certificate.thumbprint };
};
