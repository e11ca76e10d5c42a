import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { type Alongside, type ClientChange, ClientRepository } from '../../clients/client.repository';
import { ClientSecrets } from '../../clients/client-secrets';
import { Environment } from '../../config/environment';
import { InvalidRequest } from '../../oauth/errors';
import { AccessDenied, Conflict } from '../../oauth/management-errors';
import { type ClientInformation, clientInformation } from '../client-information';
import { MetadataAdmission } from '../metadata-admission';
import { StatementUses } from '../statements/statement-uses';
import { ClientTurns } from './client-turns';
import type { UpdateBody } from './management-body';
import type { Precondition } from './precondition';
import { type ManagedClient, RegistrationTokens } from './registration-tokens';
import { UpdateRequest } from './update-request';

/** A client as it stands, and what it is told. */
export interface Told {
  readonly client: Client;
  readonly information: ClientInformation;
}

const MOST_ATTEMPTS = 50;

/** What a client does with its own registration (RFC 7592 section 2). */
@Injectable()
export class ManagementService {
  private readonly turns = new ClientTurns();

  constructor(
    private readonly clients: ClientRepository,
    private readonly secrets: ClientSecrets,
    private readonly tokens: RegistrationTokens,
    private readonly admission: MetadataAdmission,
    private readonly statementUses: StatementUses,
    private readonly updates: UpdateRequest,
    private readonly environment: Environment,
  ) {}

  /** What the client is told about itself: what it registered, the token that it presented, its secret if it is sealed. */
  read({ client, registration_access_token }: ManagedClient): Told {
    return this.told(client, { registration_access_token });
  }

  /**
   * Replaces or patches the metadata (RFC 7592 section 2.2): the resulting ones are admitted as those of a registration
   * are. Throws `InvalidRegistration`, {@link AccessDenied}, `PreconditionFailed`, {@link Conflict}.
   */
  update(managed: ManagedClient, precondition: Precondition, body: UpdateBody): Promise<Told> {
    return this.turns.run(managed.client.client_id, async (hasWaited) => {
      const now = hasWaited ? await this.tokens.reopen(managed) : managed;
      return this.untilUndisturbed(now, precondition, (latest) => this.updated(latest, body));
    });
  }

  /**
   * Gives the client a new secret; the newest of the old ones stays valid for `overlap` seconds. Throws
   * {@link InvalidRequest} for a client without secrets, {@link AccessDenied}, `PreconditionFailed`, {@link Conflict}.
   */
  rotateSecret(managed: ManagedClient, precondition: Precondition, overlap: number): Promise<Told> {
    return this.untilUndisturbed(managed, precondition, async ({ client: old, registration_access_token }) => {
      requireActive(old);
      if (old.client_secrets.length === 0)
        throw new InvalidRequest(
          'the client must have a secret to rotate; register a token_endpoint_auth_method that uses one',
        );
      const { client_secret, client_secrets } = this.secrets.rotated(old, overlap);
      const client = await this.changed(old, { client_secrets });
      return client && this.told(client, { client_secret, registration_access_token });
    });
  }

  /** Deletes the client (RFC 7592 section 2.3): whatever it proves itself with is refused from the next request on. */
  async remove(managed: ManagedClient, precondition: Precondition): Promise<void> {
    await this.untilUndisturbed(
      managed,
      precondition,
      async ({ client }) => (await this.clients.remove(client)) || undefined,
    );
  }

  /** One attempt: nothing when the state that was judged is not the latest any more. */
  private async updated(now: ManagedClient, body: UpdateBody): Promise<Told | undefined> {
    requireActive(now.client);
    const asked = this.updates.read(body, now.client);
    const { metadata, uses } = await this.admission.admit(asked, { client: now.client });
    const { client_secret, client_secrets } = this.secrets.afterChange(now.client, metadata);
    const { registration_access_token, registration_access_tokens } = this.tokens.successor(now);
    const change = { metadata, client_secrets, registration_access_tokens, software_instance: uses.instance };
    const client = await this.statementUses.settle(uses, (spend) => this.changed(now.client, change, spend));
    return client && this.told(client, { client_secret, registration_access_token });
  }

  /** Tries again on the state that another writer left, as long as the token still opens it. */
  private async untilUndisturbed<Outcome>(
    managed: ManagedClient,
    precondition: Precondition,
    attempt: (now: ManagedClient) => Promise<Outcome | undefined>,
  ): Promise<Outcome> {
    let now = managed;
    for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
      precondition.check(now.client);
      const outcome = await attempt(now);
      if (outcome !== undefined) return outcome;
      now = await this.tokens.reopen(managed);
    }
    throw new Conflict();
  }

  private changed(client: Client, change: ClientChange, alongside?: Alongside): Promise<Client | undefined> {
    return this.clients.change(client, { ...change, updated_at: new Date(), version: client.version + 1 }, alongside);
  }

  private told(client: Client, credentials: Parameters<typeof clientInformation>[1]): Told {
    const client_secret = credentials.client_secret ?? this.secrets.told(client);
    return { client, information: clientInformation(client, { ...credentials, client_secret }, this.environment) };
  }
}

/** Who waits for approval, or was taken out of service, reads and deletes itself and changes nothing. */
const requireActive = ({ status }: Client): void => {
  if (status !== 'active') throw new AccessDenied(`the client is ${status} and must not be changed; ask the operator`);
};
