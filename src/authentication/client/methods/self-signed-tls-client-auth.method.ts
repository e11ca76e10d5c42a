import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import type { ClientCertificate } from '../../../platform/http/client-certificate';
import { selectKeys } from '../../../core/jose/key-source';
import { ClientKeysService } from '../assertions/client-keys.service';
import { STAND_IN_KEYS } from '../assertions/stand-in-keys';
import { presentedCertificate } from '../certificates/presented-certificate';
import { certifies } from '../certificates/registered-certificate';
import { AuthenticationMethod } from '../authentication-method.decorator';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from '../client-authentication-method';

/** A certificate, self-signed or not, whose key the client has registered (RFC 8705 section 2.2). */
@AuthenticationMethod({
  name: 'self_signed_tls_client_auth',
  // A registration takes a key with its certificate. The comparison takes the key alone, as private_key_jwt registers it.
  standIn: { jwks: STAND_IN_KEYS, token_endpoint_auth_method: 'private_key_jwt' },
})
export class SelfSignedTlsClientAuthMethod implements ClientAuthenticationMethod<ClientCertificate> {
  constructor(private readonly keys: ClientKeysService) {}

  read(request: AuthenticationRequest): Presented<ClientCertificate> | undefined {
    return presentedCertificate(request);
  }

  async verify(_context: RequestContext, { x509, isCurrent }: ClientCertificate, client: Client): Promise<void> {
    const registered = await selectKeys(this.keys.of(client), (keys) => keys.filter((key) => certifies(x509, key)));
    if (!isCurrent) throw new AuthenticationFailed('the certificate is not valid now');
    if (registered.length === 0) throw new AuthenticationFailed('the key of the certificate is not registered');
  }
}
