import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { ClientCertificate } from '../../../platform/http/client-certificate';
import { selectKeys } from '../../../core/jose/key-source';
import { ClientKeysService } from '../assertions/client-keys.service';
import { certifies } from '../certificates/registered-certificate';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from '../client-authentication-method';

/** A certificate, self-signed or not, whose key the client has registered (RFC 8705 section 2.2). */
@Injectable()
export class SelfSignedTlsClientAuthMethod implements ClientAuthenticationMethod<ClientCertificate> {
  readonly serves = ['self_signed_tls_client_auth'] as const;

  constructor(private readonly keys: ClientKeysService) {}

  read({ form, certificate }: AuthenticationRequest): Presented<ClientCertificate> | undefined {
    const client_id = form.get('client_id');
    return client_id === null || !certificate ? undefined : { client_id, proof: certificate };
  }

  async verify({ x509, isCurrent }: ClientCertificate, client: Client): Promise<void> {
    const registered = await selectKeys(this.keys.of(client), (keys) => keys.filter((key) => certifies(x509, key)));
    if (!isCurrent) throw new AuthenticationFailed('the certificate is not valid now');
    if (registered.length === 0) throw new AuthenticationFailed('the key of the certificate is not registered');
  }
}
