import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SecretVault } from '../secrets/secret-vault';
import { Client } from './client.entity';
import { ClientSecrets } from './client-secrets';
import type { ClientMetadata } from './metadata/client-metadata.dto';

/** What a client is told once and never again: afterwards only hashes are kept. */
export interface ClientCredentials {
  readonly client_secret?: string | undefined;
  readonly registration_access_token: string;
}

/** How every client begins. */
export const FRESH = { status: 'active', last_used_at: null, version: 1, revision: 1 } as const;

/** Makes clients of sound metadata: identifier, secret, registration access token. */
@Injectable()
export class ClientIssuer {
  constructor(
    private readonly vault: SecretVault,
    private readonly secrets: ClientSecrets,
  ) {}

  /** A new client, not stored yet, and its credentials in the clear. */
  issue(metadata: ClientMetadata): { client: Client; credentials: ClientCredentials } {
    const client_id = uuidv7();
    const { client_secret, client_secrets } = this.secrets.first(client_id, metadata);
    const registration_access_token = this.vault.generate();
    const now = new Date();
    const client = Object.assign(new Client(), {
      client_id,
      origin: 'registration',
      metadata,
      client_secrets,
      registration_access_tokens: [this.vault.keep(registration_access_token)],
      created_at: now,
      updated_at: now,
      ...FRESH,
    } satisfies Client);
    return { client, credentials: { client_secret, registration_access_token } };
  }
}
