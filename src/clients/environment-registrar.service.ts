import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest } from '../core/request-context';
import { StartFailure } from '../platform/config/start-failure';
import { DEFAULT_REGISTRAR_ID, DEFAULT_REGISTRAR_SECRET } from '../platform/config/weak-secrets';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { RegistrarCredentials } from './client-options';
import { Client } from './client.entity';
import { NEW_CLIENT_STATE } from './client.factory';
import { ClientRepository } from './client.repository';
import { ClientsService } from './clients.service';
import { registrarMetadata } from './registrar-metadata';

/**
 * Writes the registrar, the client of the environment, at every start, after the keys were checked against the
 * database. Besides it, only the registrars that an operator makes may get the scope `register`. A default never replaces
 * a value that an operator chose.
 */
@Injectable()
export class EnvironmentRegistrarService implements OnApplicationBootstrap {
  constructor(
    private readonly credentials: RegistrarCredentials,
    private readonly issuer: Issuer,
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly vault: SecretVaultService,
    private readonly start: StartRetriesService,
  ) {}

  /**
   * Throws {@link StartFailure} if the environment does not configure a registrar but the database has one, and if another
   * client has its identifier.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.start.run(async () => {
      const before = await this.clients.ofEnvironment();
      const hasOtherSecret = before !== undefined && !this.hasSecretOf(before);
      if (before) this.refuseDefaults(before, hasOtherSecret);
      await this.refuseIdentifierOfOther();
      const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'registrar' });
      await this.writer.putRegistrar(context, this.registrar(), { before, hasOtherSecret });
    });
  }

  private hasSecretOf(stored: Client): boolean {
    return this.vault.matches(this.credentials.client_secret, stored.client_secrets);
  }

  /** Throws {@link StartFailure} if a default would replace what the operator set on another node. */
  private refuseDefaults(stored: Client, hasOtherSecret: boolean): void {
    const { client_id, client_secret } = this.credentials;
    if (stored.client_id !== client_id && client_id === DEFAULT_REGISTRAR_ID)
      throw replacedByDefault('REGISTRAR_CLIENT_ID');
    if (hasOtherSecret && client_secret === DEFAULT_REGISTRAR_SECRET)
      throw replacedByDefault('REGISTRAR_CLIENT_SECRET');
  }

  /** Such a client would lose its credentials and its metadata. */
  private async refuseIdentifierOfOther(): Promise<void> {
    const { client_id } = this.credentials;
    const other = await this.clients.find(client_id);
    if (other && other.origin !== 'environment')
      throw new StartFailure(
        `REGISTRAR_CLIENT_ID: ${client_id} must not be a client of another origin; set one that no client has`,
      );
  }

  private registrar(): Client {
    const { client_id, client_secret } = this.credentials;
    const now = new Date();
    return Object.assign(new Client(), {
      client_id,
      origin: 'environment',
      metadata: registrarMetadata({ token_endpoint_auth_method: 'client_secret_post' }),
      client_secrets: [this.vault.keep(client_secret)],
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
