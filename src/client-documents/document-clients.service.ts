import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { type ClientSource, ProvidesClients } from '../clients/client-source';
import type { RequestContext } from '../core/request-context';
import { ClientDocumentsService } from './client-documents.service';
import { isDocumentAddress } from './document-identifier';
import { DocumentOptions } from './document-options';

/** The clients whose identifier is the address of a document about them. */
@ProvidesClients()
@Injectable()
export class DocumentClientsService implements ClientSource {
  constructor(
    private readonly documents: ClientDocumentsService,
    private readonly options: DocumentOptions,
  ) {}

  has(client_id: string): boolean {
    return this.options.isOn && isDocumentAddress(client_id);
  }

  find(client_id: string): Promise<Client | undefined> {
    return this.documents.find(client_id);
  }

  load(context: RequestContext, client_id: string): Promise<Client | undefined> {
    return this.documents.load(context, client_id);
  }
}
