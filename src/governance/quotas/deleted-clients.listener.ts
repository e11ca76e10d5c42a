import { Injectable } from '@nestjs/common';
import type { ClientEvent } from '../../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../../clients/events/client-listener';
import type { RequestContext } from '../../core/request-context';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { ClientCountRepository } from './client-count.repository';
import { credentialOf, keyOf } from './credential';

/** Gives the place of a deleted client back, in the commit of its deletion. */
@ListensToClients()
@Injectable()
export class DeletedClientsListener implements ClientListener {
  constructor(private readonly counts: ClientCountRepository) {}

  store(_context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    const credential = event.type === 'ClientDeleted' ? credentialOf(event.client) : undefined;
    if (credential) this.counts.change(unit, { credential: keyOf(credential), by: -1 });
  }
}
