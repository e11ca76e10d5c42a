import { Injectable } from '@nestjs/common';
import type { ClientEvent } from '../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../clients/events/client-listener';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UserGrantsService } from './user-grants.service';

/** Ends the grants of a client whose document withdraws a key, in the commit that stores that: the key may be in other hands. */
@ListensToClients()
@Injectable()
export class WithdrawnKeysListener implements ClientListener {
  constructor(private readonly grants: UserGrantsService) {}

  store(context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    if (event.type !== 'ClientDocumentChanged' || !event.withdrawsKeys) return;
    this.grants.endAllOf(unit, context, { client_id: event.client.client_id }, 'keys_withdrawn');
  }
}
