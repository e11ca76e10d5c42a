import { Injectable } from '@nestjs/common';
import type { ClientEvent } from '../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../clients/events/client-listener';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { SignInOptions } from '../users/sign-in-options';
import { UserGrantsService } from './user-grants.service';

/** Ends the grants of a client in the commit that deletes it. A disabled client gets no tokens, and keeps its grants. */
@ListensToClients()
@Injectable()
export class DeletedClientsListener implements ClientListener {
  constructor(
    private readonly grants: UserGrantsService,
    private readonly signIn: SignInOptions,
  ) {}

  store(context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    if (!this.signIn.isOn || event.type !== 'ClientDeleted') return;
    this.grants.endAllOf(unit, context, { client_id: event.client.client_id }, 'client_deleted');
  }
}
