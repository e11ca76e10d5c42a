import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { AuthenticationMethod } from '../authentication-method.decorator';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { type PresentedSecret, SecretCheckService } from '../secret-check.service';

/** `client_id` and `client_secret` in the body (RFC 6749 section 2.3.1). */
@AuthenticationMethod({
  name: 'client_secret_post',
  alsoServes: ['client_secret_basic'],
  parameters: { client_secret: 'Its secret, for client_secret_post.' },
})
export class ClientSecretPostMethod implements ClientAuthenticationMethod<PresentedSecret> {
  constructor(private readonly secrets: SecretCheckService) {}

  read(request: AuthenticationRequest): Presented<PresentedSecret> | 'malformed' | undefined {
    const client_secret = request.parameter('client_secret');
    if (client_secret === undefined) return undefined;
    const client_id = request.parameter('client_id');
    return client_id === undefined ? 'malformed' : { client_id, proof: { readings: [client_secret] } };
  }

  verify(context: RequestContext, proof: PresentedSecret, client: Client): Promise<void> {
    return this.secrets.verify(context, proof, client);
  }
}
