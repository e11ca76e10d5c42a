import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { REGISTER_SCOPE } from '../core/metadata/scope-tokens';
import { contextWithoutRequest } from '../core/request-context';
import { StartFailure } from '../platform/config/start-failure';
import { DEFAULT_REGISTRAR_ID, DEFAULT_REGISTRAR_SECRET } from '../platform/config/weak-secrets';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { type EnvironmentCredentials, EnvironmentClients } from './client-options';
import { Client } from './client.entity';
import { NEW_CLIENT_STATE } from './client.factory';
import { ClientRepository } from './client.repository';
import { ClientsService } from './clients.service';
import { administratorMetadata, registrarMetadata } from './registrar-metadata';

/**
 * Writes the clients of the environment at every start, after the keys were checked against the database: the registrar,
 * and the administrator if there is one. Besides the registrar, only those that an operator makes may get the scope
 * `register`; besides the administrator, no client may get `register:admin`. A default never replaces a value that an
 * operator chose.
 */
@Injectable()
export class EnvironmentClientsService implements OnApplicationBootstrap {
  constructor(
    private readonly environment: EnvironmentClients,
    private readonly issuer: Issuer,
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly units: UnitsOfWorkService,
    private readonly vault: SecretVaultService,
    private readonly start: StartRetriesService,
  ) {}

  /**
   * Throws {@link StartFailure} if the environment does not configure a registrar but the database has one, and if another
   * client has the identifier of one of them.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.start.run(async () => {
      const stored = await this.clients.ofEnvironment();
      const registrar = stored.find(({ metadata }) => metadata.scope === REGISTER_SCOPE);
      if (registrar) this.refuseDefaults(registrar);
      await this.refuseIdentifierOfOther('REGISTRAR_CLIENT_ID', this.environment.registrar);
      await this.refuseIdentifierOfOther('ADMIN_CLIENT_ID', this.environment.administrator);
      await this.write(
        registrar,
        stored.find((client) => client !== registrar),
      );
    });
  }

  private async write(registrar: Client | undefined, administrator: Client | undefined): Promise<void> {
    const { environment } = this;
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'environment-clients' });
    await this.units.run(context, async (_unit, contextOfUnit) => {
      const metadata = registrarMetadata({ token_endpoint_auth_method: 'client_secret_post' });
      await this.writer.putRegistrar(contextOfUnit, this.clientOf(environment.registrar, metadata), {
        before: registrar,
        hasOtherSecret: this.hasOtherSecret(registrar, environment.registrar),
      });
      if (environment.administrator)
        await this.writer.putAdministrator(
          contextOfUnit,
          this.clientOf(environment.administrator, administratorMetadata()),
          {
            before: administrator,
            hasOtherSecret: this.hasOtherSecret(administrator, environment.administrator),
            isMade: environment.administrator.isMade,
          },
        );
      await this.writer.removeOthersOfEnvironment(contextOfUnit, [
        environment.registrar.client_id,
        ...(environment.administrator ? [environment.administrator.client_id] : []),
      ]);
    });
  }

  private hasOtherSecret(stored: Client | undefined, { client_secret }: EnvironmentCredentials): boolean {
    return stored !== undefined && !this.vault.matches(client_secret, stored.client_secrets);
  }

  /** Throws {@link StartFailure} if a default would replace what the operator set on another node. */
  private refuseDefaults(stored: Client): void {
    const { client_id, client_secret } = this.environment.registrar;
    if (stored.client_id !== client_id && client_id === DEFAULT_REGISTRAR_ID)
      throw replacedByDefault('REGISTRAR_CLIENT_ID');
    if (this.hasOtherSecret(stored, this.environment.registrar) && client_secret === DEFAULT_REGISTRAR_SECRET)
      throw replacedByDefault('REGISTRAR_CLIENT_SECRET');
  }

  /** Such a client would lose its credentials and its metadata. */
  private async refuseIdentifierOfOther(variable: string, client?: EnvironmentCredentials): Promise<void> {
    const other = client && (await this.clients.find(client.client_id));
    if (other && other.origin !== 'environment')
      throw new StartFailure(
        `${variable}: ${client.client_id} must not be a client of another origin; set one that no client has`,
      );
  }

  private clientOf({ client_id, client_secret }: EnvironmentCredentials, metadata: StoredMetadata): Client {
    const now = new Date();
    return Object.assign(new Client(), {
      client_id,
      origin: 'environment',
      metadata,
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
