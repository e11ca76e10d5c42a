import { flag } from '../kinds/choice';
import { distinguishedName, dnsName, ipAddress, mailAddress, uriName } from '../kinds/certificate-subject';
import { row } from '../metadata-row';

/** OAuth 2.0 Mutual-TLS Client Authentication and Certificate-Bound Access Tokens (RFC 8705). */
export const MUTUAL_TLS = {
  tls_client_certificate_bound_access_tokens: row('Whether access tokens are bound to the certificate of the client.', {
    is: flag(),
    from: 'RFC 8705 section 3.4',
    default: false,
  }),
  tls_client_auth_subject_dn: row('The subject of the certificate of the client.', {
    is: distinguishedName(),
    from: 'RFC 8705 section 2.1.2',
  }),
  tls_client_auth_san_dns: row('The DNS name in the certificate of the client.', {
    is: dnsName(),
    from: 'RFC 8705 section 2.1.2',
  }),
  tls_client_auth_san_uri: row('The URI in the certificate of the client.', {
    is: uriName(),
    from: 'RFC 8705 section 2.1.2',
  }),
  tls_client_auth_san_ip: row('The IP address in the certificate of the client.', {
    is: ipAddress(),
    from: 'RFC 8705 section 2.1.2',
  }),
  tls_client_auth_san_email: row('The email address in the certificate of the client.', {
    is: mailAddress(),
    from: 'RFC 8705 section 2.1.2',
  }),
};
