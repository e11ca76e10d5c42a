import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../config/environment';
import { SecretVault } from '../secrets/secret-vault';
import { Client } from './client.entity';
import { FRESH } from './client-issuer';
import { ClientRepository } from './client.repository';
import { ClientMetadata } from './metadata/client-metadata.dto';

/** The scope that lets its bearer register clients. No registered client can be given it. */
export const REGISTER_SCOPE = 'register';

/** The client of the environment, which alone may obtain {@link REGISTER_SCOPE}. Written at every start. */
@Injectable()
export class Registrar implements OnModuleInit {
  constructor(
    private readonly environment: Environment,
    private readonly clients: ClientRepository,
    private readonly vault: SecretVault,
  ) {}

  async onModuleInit(): Promise<void> {
    const { REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = this.environment;
    const now = new Date();
    const metadata: Partial<ClientMetadata> = {
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: REGISTER_SCOPE,
      token_signed_response_alg: 'RS256',
      introspection_signed_response_alg: 'RS256',
    };
    await this.clients.putFromEnvironment(
      Object.assign(new Client(), {
        client_id: REGISTRAR_CLIENT_ID,
        origin: 'environment',
        metadata: Object.assign(new ClientMetadata(), metadata),
        client_secrets: [this.vault.keep(REGISTRAR_CLIENT_SECRET)],
        registration_access_tokens: [],
        created_at: now,
        updated_at: now,
        ...FRESH,
      } satisfies Client),
    );
  }
}
