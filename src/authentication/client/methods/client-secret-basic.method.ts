import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { type PresentedSecret, SecretCheckService } from '../secret-check.service';
import { basicCredentials } from './basic-credentials';

/** HTTP Basic with a secret (RFC 6749 section 2.3.1). */
@Injectable()
export class ClientSecretBasicMethod implements ClientAuthenticationMethod<PresentedSecret> {
  readonly serves = ['client_secret_basic', 'client_secret_post'] as const;

  constructor(private readonly secrets: SecretCheckService) {}

  read({ authorization }: AuthenticationRequest): Presented<PresentedSecret> | 'malformed' | undefined {
    const presented = basicCredentials(authorization);
    if (presented === undefined || presented === 'malformed') return presented;
    const { client_id, secrets: readings } = presented;
    return readings.length > 0 ? { client_id, proof: { readings } } : undefined;
  }

  verify(proof: PresentedSecret, client: Client): Promise<void> {
    return this.secrets.verify(proof, client);
  }
}
