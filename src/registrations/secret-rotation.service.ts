import { Injectable } from '@nestjs/common';
import { AdministeredClientsService } from '../clients/administered-clients.service';
import { ClientSecretsService } from '../clients/client-secrets.service';
import type { Client } from '../clients/client.entity';
import { ClientsService } from '../clients/clients.service';
import { noSecretToRotate } from '../core/errors/refusals';
import type { RequestContext } from '../core/request-context';
import { RegistrationPoliciesService } from '../governance/policies/registration-policies.service';
import type { Precondition } from '../platform/http/precondition';

/** A client with the new secret that it got. */
export interface RotatedSecret {
  readonly client: Client;
  readonly client_secret: string | undefined;
}

/** Gives clients new secrets on behalf of an operator. */
@Injectable()
export class SecretRotationService {
  constructor(
    private readonly clients: AdministeredClientsService,
    private readonly writer: ClientsService,
    private readonly secrets: ClientSecretsService,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /**
   * Gives a client a new secret; the newest of the old ones stays valid for `overlap` seconds. Throws what
   * {@link AdministeredClientsService.change} throws, and `InvalidRequest` for a client without secrets.
   */
  rotate(
    context: RequestContext,
    client_id: string,
    precondition: Precondition,
    overlap: number,
  ): Promise<RotatedSecret> {
    return this.clients.change(client_id, precondition, async (before) => {
      requireSecret(before);
      const rules = await this.policies.rulesOf(before);
      const { client_secret, client_secrets } = this.secrets.rotate(before, overlap, rules);
      return { client: await this.writer.rotateSecret(context, before, client_secrets), client_secret };
    });
  }

  /**
   * Gives a client a new registration access token in place of all others, such as a client that was imported without one.
   * Gives the token in the clear. Throws what {@link AdministeredClientsService.change} throws, and `RefusedOperation` for a
   * client that equal registrations share.
   */
  rotateRegistrationToken(context: RequestContext, client_id: string, precondition: Precondition): Promise<string> {
    return this.clients.change(client_id, precondition, async (before) => {
      const { token, kept } = this.secrets.newRegistrationToken(before);
      await this.writer.replaceRegistrationTokens(context, before, kept);
      return token;
    });
  }
}

/** Throws `InvalidRequest` for a client without secrets. */
export const requireSecret = ({ client_secrets }: Client): void => {
  if (client_secrets.length === 0) throw noSecretToRotate();
};
