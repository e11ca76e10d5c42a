import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Client } from '../clients/client.entity';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../clients/client-source';
import type { RequestContext } from '../core/request-context';
import { type ClientDocument, UNREACHABLE } from './client-document.entity';
import { ClientDocumentRepository } from './client-document.repository';
import { clientOfDocument, isRead } from './document-client';
import { DocumentFetcherService, DocumentNotRequested } from './document-fetcher.service';
import { isPermittedHost } from './document-hosts';
import { faultOfAddress, hostOfDocument } from './document-identifier';
import { namesNone } from './document-metadata';
import { DocumentOptions } from './document-options';
import { DocumentStoreService } from './document-store.service';
import { DocumentUseTracker } from './document-use.tracker';
import { DocumentValidator } from './document-validator.service';

type Failure = ClientDocumentUnavailable | InvalidClientDocument;

/** For how long a failure is repeated without another request. */
const BACK_OFF_MS = 10_000;
const MOST_FAILURES = 10_000;

/** Finds and reads client id metadata documents, and makes clients of them. */
@Injectable()
export class ClientDocumentsService {
  /** The requests in flight: callers that need a document at the same time share one. */
  private readonly renewals = new Map<string, Promise<ClientDocument>>();
  private readonly failures = new LRUCache<string, Failure>({ max: MOST_FAILURES, ttl: BACK_OFF_MS });

  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly store: DocumentStoreService,
    private readonly fetcher: DocumentFetcherService,
    private readonly validator: DocumentValidator,
    private readonly uses: DocumentUseTracker,
    private readonly options: DocumentOptions,
  ) {}

  /**
   * The client of an address by the last valid state of its document, without a request. `undefined` if there is none that
   * may be used; a disabled client if the operator disabled it. Throws {@link ClientDocumentUnavailable} if its state is too
   * old because its host does not respond.
   */
  async find(client_id: string): Promise<Client | undefined> {
    if (faultOfAddress(client_id, this.options) !== undefined) return undefined;
    const [known, isDisabled] = await this.read(client_id);
    if (!known || !isRead(known)) return undefined;
    if (!isDisabled && known.usable_until.getTime() <= Date.now()) {
      if (known.failure === UNREACHABLE) throw new ClientDocumentUnavailable(BACK_OFF_MS / 1000);
      return undefined;
    }
    return this.clientOf(known, isDisabled);
  }

  /**
   * The client of an address by its document as it is published now. A fresh state is used without a request, and an older
   * one if the host does not respond. Throws {@link ClientDocumentUnavailable} and {@link InvalidClientDocument}.
   */
  async load(context: RequestContext, client_id: string): Promise<Client | undefined> {
    const fault = faultOfAddress(client_id, this.options);
    if (fault !== undefined) throw new InvalidClientDocument(fault);
    const [known, isDisabled] = await this.read(client_id);
    if (isDisabled) return known && isRead(known) ? this.clientOf(known, true) : undefined;
    const current = known && isFresh(known) ? known : await this.renew(context, client_id, known);
    return isRead(current) ? this.clientOf(current, false) : undefined;
  }

  /**
   * Requests a document, even if the stored state is fresh, unless that failed just now. Throws what {@link load} throws; the
   * stored state of a document whose host does not respond is given instead, as long as it may be used.
   */
  renew(context: RequestContext, client_id: string, known?: ClientDocument): Promise<ClientDocument> {
    const renewal =
      this.renewals.get(client_id) ??
      this.renewNow(context, client_id, known).finally(() => this.renewals.delete(client_id));
    this.renewals.set(client_id, renewal);
    return renewal;
  }

  /** What {@link renew} gives for an address that may be known. */
  async renewStored(context: RequestContext, client_id: string): Promise<ClientDocument> {
    return this.renew(context, client_id, await this.documents.find(client_id));
  }

  private async renewNow(context: RequestContext, client_id: string, known?: ClientDocument): Promise<ClientDocument> {
    const recent = this.failures.get(client_id);
    if (recent) return despite(recent, known);
    try {
      const fetched = await this.fetcher.fetch(context, client_id, known);
      const document = fetched.document ?? known?.document;
      const validated = await this.validator.validate(context, client_id, document);
      return await this.store.keep(context, client_id, { ...fetched, document }, validated);
    } catch (error) {
      if (!(error instanceof ClientDocumentUnavailable || error instanceof InvalidClientDocument)) throw error;
      return this.failed(client_id, error, known);
    }
  }

  private async failed(client_id: string, failure: Failure, known?: ClientDocument): Promise<ClientDocument> {
    if (failure instanceof DocumentNotRequested) return despite(failure, known);
    this.failures.set(client_id, failure);
    const words = failure instanceof InvalidClientDocument ? failure.message : UNREACHABLE;
    if (known) await this.documents.noteFailure(client_id, words, new Date());
    return despite(failure, known);
  }

  /** What is stored of an address, and whether the operator disabled it: by its identifier, or by its host. */
  private async read(client_id: string): Promise<readonly [known: ClientDocument | undefined, isDisabled: boolean]> {
    const host = hostOfDocument(client_id);
    const [known, disabledHost] = await Promise.all([
      this.documents.find(client_id),
      this.documents.findDisabledHost(host),
    ]);
    const isDisabled =
      known?.status === 'disabled' || disabledHost !== undefined || !isPermittedHost(host, this.options.hosts);
    return [known, isDisabled];
  }

  private clientOf(document: Parameters<typeof clientOfDocument>[0], isDisabled: boolean): Client {
    this.uses.note(document);
    const client = clientOfDocument(document, this.options.fallsBackToNone && namesNone(document.document));
    return isDisabled ? Object.assign(client, { status: 'disabled' } as const) : client;
  }
}

const isFresh = ({ fresh_until, failure }: ClientDocument): boolean =>
  failure === null && fresh_until.getTime() > Date.now();

/** The stored state if the host did not respond and the state may still be used. Throws the failure otherwise. */
const despite = (failure: Failure, known?: ClientDocument): ClientDocument => {
  const isUsable = known !== undefined && isRead(known) && known.usable_until.getTime() > Date.now();
  if (failure instanceof ClientDocumentUnavailable && isUsable) return known;
  throw failure;
};
