import { Injectable } from '@nestjs/common';
import { RefusedOperation } from '../core/errors/refused-operation';
import type { RequestContext } from '../core/request-context';
import type { ClientDocument } from './client-document.entity';
import { ClientDocumentRepository, type DocumentFilter } from './client-document.repository';
import { ClientDocumentsService } from './client-documents.service';
import { requireAddress, unknownDocument } from './document-decisions.service';
import { isPermittedHost } from './document-hosts';
import { DocumentOptions } from './document-options';

/** What operators see of a document. Moments are those of ISO 8601. */
export type DocumentSummary = Readonly<Record<string, unknown>>;

const PAGE = 500;

/** No document is requested, because documents identify no clients here. */
const documentsAreOff = (): RefusedOperation =>
  new RefusedOperation(
    'conflict',
    undefined,
    'client id metadata documents are off here; set SIGN_IN_UPSTREAMS, and CIMD=on',
  );

/** Shows client id metadata documents to operators. */
@Injectable()
export class DocumentListService {
  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly service: ClientDocumentsService,
    private readonly options: DocumentOptions,
  ) {}

  /** All documents, ordered by address. They are read by pages. */
  async *all(filter: DocumentFilter): AsyncGenerator<DocumentSummary> {
    let page = await this.documents.after('', PAGE, filter);
    while (page.length > 0) {
      yield* page.map((document) => this.summaryOf(document));
      page = await this.documents.after(page.at(-1)?.client_id ?? '', PAGE, filter);
    }
  }

  /** At most `most` documents after this address, ordered by address. */
  async page(client_id: string, most: number, filter: DocumentFilter): Promise<readonly DocumentSummary[]> {
    return (await this.documents.after(client_id, most, filter)).map((document) => this.summaryOf(document));
  }

  /** One document as it is stored. Throws `UnknownResource`. */
  async one(client_id: string): Promise<DocumentSummary> {
    const document = await this.documents.find(client_id);
    if (!document) throw unknownDocument(client_id);
    return this.summaryOf(document);
  }

  /**
   * Requests a document now and gives what is stored then. Throws `RefusedOperation` for another identifier,
   * `ClientDocumentUnavailable` and `InvalidClientDocument`.
   */
  async refresh(context: RequestContext, client_id: string): Promise<DocumentSummary> {
    if (!this.options.isOn) throw documentsAreOff();
    requireAddress(client_id, this.options);
    return this.summaryOf(await this.service.renewStored(context, client_id));
  }

  private summaryOf(document: ClientDocument): DocumentSummary {
    const { client_id, host, status, reason, consent_disabled_at, metadata, policies, failure } = document;
    return {
      client_id,
      host,
      status,
      host_is_permitted: isPermittedHost(host, this.options.hosts),
      ...(reason !== null && { reason }),
      ...(consent_disabled_at && { consent_disabled_at: consent_disabled_at.toISOString() }),
      ...(metadata && { metadata }),
      policies: policies ?? [],
      ...(failure !== null && { failure }),
      ...(metadata && {
        fetched_at: document.fetched_at.toISOString(),
        fresh_until: document.fresh_until.toISOString(),
        usable_until: document.usable_until.toISOString(),
      }),
      created_at: document.created_at.toISOString(),
      last_used_at: document.last_used_at.toISOString(),
    };
  }
}
