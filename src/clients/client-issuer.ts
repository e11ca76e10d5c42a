import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SecretVault } from '../secrets/secret-vault';
import { Client } from './client.entity';
import type { ClientMetadata } from './metadata/client-metadata.dto';

/** What a new client is told once and never again: afterwards only hashes are kept. */
export interface ClientCredentials {
  readonly client_secret?: string;
  readonly registration_access_token: string;
}

/** Makes clients of sound metadata: identifier, secret, registration access token. */
@Injectable()
export class ClientIssuer {
  constructor(private readonly vault: SecretVault) {}

  /** A new client, not stored yet, and its credentials in the clear. */
  issue(metadata: ClientMetadata): { client: Client; credentials: ClientCredentials } {
    const credentials: ClientCredentials = {
      ...(metadata.token_endpoint_auth_method !== 'none' && { client_secret: this.vault.generate() }),
      registration_access_token: this.vault.generate(),
    };
    const now = new Date();
    const client = Object.assign(new Client(), {
      client_id: uuidv7(),
      origin: 'registration',
      metadata,
      client_secrets: credentials.client_secret === undefined ? [] : [this.vault.keep(credentials.client_secret)],
      registration_access_tokens: [this.vault.keep(credentials.registration_access_token)],
      created_at: now,
      updated_at: now,
    } satisfies Client);
    return { client, credentials };
  }
}
