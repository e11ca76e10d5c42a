import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { Environment } from '../platform/config/environment';
import { StartFailure } from '../platform/config/start-failure';
import { DEFAULT_REGISTRAR_ID, DEFAULT_REGISTRAR_SECRET } from '../platform/config/weak-secrets';
import { StartRetries } from '../platform/database/start-retries';
import { SecretVault } from '../platform/secrets/secret-vault';
import { Client } from './client.entity';
import { NEW_CLIENT_STATE } from './client.factory';
import { ClientRepository } from './client.repository';

/** The scope that lets its bearer register clients. No registered client can be given it. */
export const REGISTER_SCOPE = 'register';

/**
 * The client of the environment, which alone may obtain {@link REGISTER_SCOPE}. Written at every start, once it is known
 * that the keys fit the database; a default never replaces what an operator chose, and every change is logged.
 */
@Injectable()
export class RegistrarService implements OnApplicationBootstrap {
  private readonly logger = new Logger('registrar');

  constructor(
    private readonly environment: Environment,
    private readonly clients: ClientRepository,
    private readonly vault: SecretVault,
    private readonly start: StartRetries,
  ) {}

  /** Throws {@link StartFailure} when the environment names no registrar and the database has one of its own. */
  async onApplicationBootstrap(): Promise<void> {
    await this.start.run(async () => {
      const changes = this.changesTo(await this.clients.ofEnvironment());
      await this.clients.putFromEnvironment(this.registrar());
      for (const change of changes) this.logger.warn(change);
    });
  }

  /** What becomes of the registrar of the database, in words for the log. */
  private changesTo(stored: Client | undefined): string[] {
    if (!stored) return [];
    const { REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = this.environment;
    const isOther = stored.client_id !== REGISTRAR_CLIENT_ID;
    const hasOtherSecret = !this.vault.matches(REGISTRAR_CLIENT_SECRET, stored.client_secrets);
    if (isOther && REGISTRAR_CLIENT_ID === DEFAULT_REGISTRAR_ID) throw replacedByDefault('REGISTRAR_CLIENT_ID');
    if (hasOtherSecret && REGISTRAR_CLIENT_SECRET === DEFAULT_REGISTRAR_SECRET)
      throw replacedByDefault('REGISTRAR_CLIENT_SECRET');
    return [
      ...(isOther ? [`${REGISTRAR_CLIENT_ID} is the registrar in the place of ${stored.client_id}`] : []),
      ...(hasOtherSecret ? [`the secret of the registrar ${REGISTRAR_CLIENT_ID} is another than before`] : []),
    ];
  }

  private registrar(): Client {
    const { REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = this.environment;
    const now = new Date();
    const metadata: Partial<ClientMetadata> = {
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: REGISTER_SCOPE,
      token_signed_response_alg: 'RS256',
      introspection_signed_response_alg: 'RS256',
    };
    return Object.assign(new Client(), {
      client_id: REGISTRAR_CLIENT_ID,
      origin: 'environment',
      metadata: Object.assign(new ClientMetadata(), metadata),
      client_secrets: [this.vault.keep(REGISTRAR_CLIENT_SECRET)],
      registration_access_tokens: [],
      created_at: now,
      updated_at: now,
      ...NEW_CLIENT_STATE,
    } satisfies Client);
  }
}

const replacedByDefault = (variable: string): StartFailure =>
  new StartFailure(
    `${variable}: the registrar of this database is not that of the defaults, which would replace it on every node; set REGISTRAR_CLIENT_ID and REGISTRAR_CLIENT_SECRET to those of the other nodes, or to new ones`,
  );
