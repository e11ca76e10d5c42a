import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { PolicyRules } from '../core/policy-document/policy-rules';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { ClientSecretsService } from './client-secrets.service';
import { Client } from './client.entity';

/** The credentials of a new client in the clear, for its one response: only hashes of them are stored. */
export interface ClientCredentials {
  readonly client_secret?: string | undefined;
  readonly registration_access_token: string;
}

/** The columns that are the same for every new client. */
export const NEW_CLIENT_STATE = { status: 'active', last_used_at: null, version: 1, revision: 1 } as const;

/** Makes clients of validated metadata: identifier, secret, registration access token. */
@Injectable()
export class ClientFactory {
  constructor(
    private readonly vault: SecretVaultService,
    private readonly secrets: ClientSecretsService,
  ) {}

  /** A new client, not stored yet, and its credentials in the clear. `rules` are those of its policies. */
  issue(metadata: StoredMetadata, rules?: PolicyRules): { client: Client; credentials: ClientCredentials } {
    const client_id = uuidv7();
    const { client_secret, client_secrets } = this.secrets.issueFirst(client_id, metadata, rules);
    const registration_access_token = this.vault.generate();
    const registration_access_tokens = [this.vault.keep(registration_access_token)];
    const client = newClient({ client_id, metadata, client_secrets, registration_access_tokens }, rules);
    return { client, credentials: { client_secret, registration_access_token } };
  }

  /** A new public client without credentials, not stored yet: nobody manages it, because equal registrations get it too. */
  shared(metadata: StoredMetadata, registration_hash: string, rules?: PolicyRules): Client {
    const client = { client_id: uuidv7(), metadata, client_secrets: [], registration_access_tokens: [] };
    return Object.assign(newClient(client, rules), { registration_hash });
  }
}

const newClient = (
  own: Pick<Client, 'client_id' | 'metadata' | 'client_secrets' | 'registration_access_tokens'>,
  rules?: PolicyRules,
): Client => {
  const now = new Date();
  // V8 takes 50 times as long for an object literal that begins with a spread and has other members behind it.
  return Object.assign(new Client(), NEW_CLIENT_STATE, own, {
    origin: 'registration',
    created_at: now,
    updated_at: now,
    status: rules?.require_approval === true ? 'pending' : 'active',
  } as const);
};
