import { Injectable } from '@nestjs/common';
import { ClientSecretsService } from '../../../clients/client-secrets.service';
import type { Client } from '../../../clients/client.entity';
import { ClientRepository } from '../../../clients/client.repository';
import { ClientsService } from '../../../clients/clients.service';
import { StaleClient } from '../../../clients/stale-client';
import { StateConflict } from '../../../core/errors/management-errors';
import { noSecretToRotate, noSuchClient } from '../../../core/errors/refusals';
import type { RequestContext } from '../../../core/request-context';
import { RegistrationPoliciesService } from '../../../governance/policies/registration-policies.service';
import type { Precondition } from '../../../platform/http/precondition';

/** A client with the new secret that it got. */
export interface RotatedSecret {
  readonly client: Client;
  readonly client_secret: string | undefined;
}

/** What an administrator does to clients, besides their status. */
@Injectable()
export class AdministeredClientsService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly secrets: ClientSecretsService,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /** The client in its current state. Throws `NoSuchResource`. */
  async find(client_id: string): Promise<Client> {
    const client = await this.clients.find(client_id);
    if (!client) throw noSuchClient();
    return client;
  }

  /**
   * Deletes a client: its credentials and tokens are refused from the next request on. Throws `NoSuchResource`,
   * `PreconditionFailed`, and {@link StateConflict} for a client of the environment and for a registrar.
   */
  remove(context: RequestContext, client_id: string, precondition: Precondition): Promise<void> {
    return this.untilCurrent(client_id, precondition, (client) => this.writer.remove(context, client));
  }

  /**
   * Gives a client a new secret; the newest of the old ones stays valid for `overlap` seconds. Throws what {@link remove}
   * throws, and `InvalidRequest` for a client without secrets.
   */
  rotateSecret(
    context: RequestContext,
    client_id: string,
    precondition: Precondition,
    overlap: number,
  ): Promise<RotatedSecret> {
    return this.untilCurrent(client_id, precondition, async (before) => {
      if (before.client_secrets.length === 0) throw noSecretToRotate();
      const { client_secret, client_secrets } = this.secrets.rotate(
        before,
        overlap,
        await this.policies.rulesOf(before),
      );
      return { client: await this.writer.rotateSecret(context, before, client_secrets), client_secret };
    });
  }

  /** Tries again on the state that another writer left. */
  private async untilCurrent<Outcome>(
    client_id: string,
    precondition: Precondition,
    attempt: (client: Client) => Promise<Outcome>,
  ): Promise<Outcome> {
    for (;;) {
      const client = await this.find(client_id);
      if (client.origin !== 'registration') throw notRegistered();
      precondition.check(client);
      try {
        return await attempt(client);
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
    }
  }
}

/** The client was not registered: the environment or an operator made it. */
export const notRegistered = (): StateConflict =>
  new StateConflict(
    'the client must be one that was registered; revoke a registrar by clientele registrars revoke, and change those of the environment there',
  );
