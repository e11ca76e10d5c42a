import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import type { ClientCertificate } from '../../../platform/http/client-certificate';
import { presentedCertificate } from '../certificates/presented-certificate';
import { subjectMatches } from '../certificates/registered-subject';
import { AuthenticationMethod } from '../authentication-method.decorator';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from '../client-authentication-method';

/** A certificate of a trusted authority with the registered subject (RFC 8705 section 2.1). */
@AuthenticationMethod({
  name: 'tls_client_auth',
  standIn: { tls_client_auth_subject_dn: 'CN=nobody' },
})
export class TlsClientAuthMethod implements ClientAuthenticationMethod<ClientCertificate> {
  read(request: AuthenticationRequest): Presented<ClientCertificate> | undefined {
    return presentedCertificate(request);
  }

  async verify(_context: RequestContext, { x509, isTrusted }: ClientCertificate, { metadata }: Client): Promise<void> {
    const isNamed = subjectMatches(x509, metadata);
    if (!isTrusted) throw new AuthenticationFailed('the certificate is not of a trusted authority');
    if (!isNamed) throw new AuthenticationFailed('the subject of the certificate is not the registered one');
    await Promise.resolve();
  }
}
