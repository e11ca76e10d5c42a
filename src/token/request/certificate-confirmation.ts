import type { Confirmation } from '../../access-tokens/access-token';
import type { Client } from '../../clients/client.entity';
import { InvalidRequest } from '../../core/errors/errors';
import type { ClientCertificate } from '../../platform/http/client-certificate';

/**
 * What the tokens of a client are bound to: the certificate of this request, if the client registered that (RFC 8705
 * section 3). Throws {@link InvalidRequest} when there is none: an unbound token would not be what it registered.
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
