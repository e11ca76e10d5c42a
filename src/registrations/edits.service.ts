import { Injectable } from '@nestjs/common';
import { AccessTokenOptions } from '../access-tokens/access-token-options';
import { tokenLifetimesOf } from '../access-tokens/token-lifetimes';
import { AdministeredClientsService } from '../clients/administered-clients.service';
import { clientInformation } from '../clients/client-information';
import type { Client } from '../clients/client.entity';
import type { ClientInformation } from '../core/metadata/client-metadata';
import type { RequestContext } from '../core/request-context';
import type { Caller } from '../platform/http/caller';
import type { Precondition } from '../platform/http/precondition';
import type { ClientUpdate } from './client-update';
import { ClientUpdatesService } from './client-updates.service';

/** What an operator asks of a client: other metadata, in some or in one state of it. */
interface Edit {
  readonly update: ClientUpdate;
  readonly precondition: Precondition;
  readonly caller: Caller;
}

/** The client after an edit, and what is said about it: only a secret that the edit issued is part of that. */
export interface EditedClient {
  readonly client: Client;
  readonly information: ClientInformation;
}

/** Changes the metadata of clients on behalf of an operator, by the rules and policies that hold for the client itself. */
@Injectable()
export class EditsService {
  constructor(
    private readonly clients: AdministeredClientsService,
    private readonly updates: ClientUpdatesService,
    private readonly accessTokens: AccessTokenOptions,
  ) {}

  /**
   * Replaces or patches the metadata. What brought the client, and its registration access tokens, stay. Throws what
   * {@link AdministeredClientsService.findRegistered} and {@link ClientUpdatesService.update} throw.
   */
  async edit(context: RequestContext, client_id: string, edit: Edit): Promise<EditedClient> {
    const reread = async (): Promise<{ readonly client: Client }> => ({
      client: await this.clients.findRegistered(client_id),
    });
    const { client, client_secret, rules } = await this.updates.update(context, {
      body: naming(client_id, edit.update),
      precondition: edit.precondition,
      caller: edit.caller,
      first: await reread(),
      reread,
      successor: ({ client: { registration_access_tokens } }) => ({ registration_access_tokens }),
      isByOperator: true,
    });
    const source = { issuer: context.issuer, ...tokenLifetimesOf(this.accessTokens, rules) };
    return { client, information: clientInformation(client, { client_secret }, source) };
  }
}

/** RFC 7592 asks for the `client_id`; here the address names the client already. */
const naming = (client_id: string, update: ClientUpdate): ClientUpdate =>
  update.is === 'whole' ? { is: 'whole', json: { client_id, ...update.json } } : update;
