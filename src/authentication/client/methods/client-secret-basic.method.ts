import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { AuthenticationMethod } from '../authentication-method.decorator';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { type PresentedSecret, SecretCheckService } from '../secret-check.service';
import { basicCredentials } from './basic-credentials';

/** HTTP Basic with a secret (RFC 6749 section 2.3.1). */
@AuthenticationMethod({ name: 'client_secret_basic', alsoServes: ['client_secret_post'] })
export class ClientSecretBasicMethod implements ClientAuthenticationMethod<PresentedSecret> {
  constructor(private readonly secrets: SecretCheckService) {}

  read({ authorization }: AuthenticationRequest): Presented<PresentedSecret> | 'malformed' | undefined {
    const presented = basicCredentials(authorization);
    if (presented === undefined || presented === 'malformed') return presented;
    const { client_id, secrets: readings } = presented;
    return readings.length > 0 ? { client_id, proof: { readings } } : undefined;
  }

  verify(context: RequestContext, proof: PresentedSecret, client: Client): Promise<void> {
    return this.secrets.verify(context, proof, client);
  }
}
