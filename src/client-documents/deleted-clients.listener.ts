import { Injectable } from '@nestjs/common';
import type { ClientEvent } from '../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../clients/events/client-listener';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { DocumentDecisionsService } from './document-decisions.service';
import { faultOfAddress, isDocumentAddress } from './document-identifier';
import { DocumentOptions } from './document-options';

/**
 * Disables the document at the identifier of a client that is deleted: a client with such an identifier was imported, and
 * its deletion must not be undone by the document.
 */
@ListensToClients()
@Injectable()
export class DeletedClientsListener implements ClientListener {
  constructor(
    private readonly decisions: DocumentDecisionsService,
    private readonly options: DocumentOptions,
  ) {}

  store(context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    if (!this.options.isOn || event.type !== 'ClientDeleted') return;
    const { client_id } = event.client;
    if (!isDocumentAddress(client_id) || faultOfAddress(client_id, this.options) !== undefined) return;
    this.decisions.disableWith(unit, context, client_id, 'a registered client with this identifier was deleted');
  }
}
