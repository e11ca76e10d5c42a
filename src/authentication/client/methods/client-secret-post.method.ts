import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { type PresentedSecret, SecretCheckService } from '../secret-check.service';

/** `client_id` and `client_secret` in the body (RFC 6749 section 2.3.1). */
@Injectable()
export class ClientSecretPostMethod implements ClientAuthenticationMethod<PresentedSecret> {
  readonly serves = ['client_secret_post', 'client_secret_basic'] as const;

  constructor(private readonly secrets: SecretCheckService) {}

  read({ form }: AuthenticationRequest): Presented<PresentedSecret> | 'malformed' | undefined {
    const client_secret = form.get('client_secret');
    if (client_secret === null) return undefined;
    const client_id = form.get('client_id');
    return client_id === null ? 'malformed' : { client_id, proof: { readings: [client_secret] } };
  }

  verify(proof: PresentedSecret, client: Client): Promise<void> {
    return this.secrets.verify(proof, client);
  }
}
