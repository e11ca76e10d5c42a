import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { ClientCertificate } from '../../../platform/http/client-certificate';
import { subjectMatches } from '../certificates/registered-subject';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from '../client-authentication-method';

/** A certificate of a trusted authority with the registered subject (RFC 8705 section 2.1). */
@Injectable()
export class TlsClientAuthMethod implements ClientAuthenticationMethod<ClientCertificate> {
  readonly serves = ['tls_client_auth'] as const;

  read({ form, certificate }: AuthenticationRequest): Presented<ClientCertificate> | undefined {
    const client_id = form.get('client_id');
    return client_id === null || !certificate ? undefined : { client_id, proof: certificate };
  }

  async verify({ x509, isTrusted }: ClientCertificate, { metadata }: Client): Promise<void> {
    const isNamed = subjectMatches(x509, metadata);
    if (!isTrusted) throw new AuthenticationFailed('the certificate is not of a trusted authority');
    if (!isNamed) throw new AuthenticationFailed('the subject of the certificate is not the registered one');
    await Promise.resolve();
  }
}
