import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../clients/client-source';
import type { RequestContext } from '../core/request-context';
import { isOutboundError, OutboundBusy, UnreadableAnswer } from '../platform/outbound/outbound-errors';
import { type DocumentAnswer, OutboundHttpService } from '../platform/outbound/outbound-http.service';
import type { ClientDocument } from './client-document.entity';
import { DocumentFetchLimit } from './document-fetch.limit';
import { hostOfDocument } from './document-identifier';
import { DocumentOptions } from './document-options';
import { freshSeconds } from './freshness';

/** What an address answered: a document, or that it is still the one that is known. */
export interface FetchedDocument {
  /** The parsed JSON; absent if the known document is current. */
  readonly document?: unknown;
  readonly freshSeconds: number;
  readonly etag: string | null;
  readonly last_modified: string | null;
}

type Known = Pick<ClientDocument, 'document' | 'etag' | 'last_modified'>;

/** A media type of its own was proposed; a host may know the older one alone. */
const ACCEPT = 'application/cimd+json, application/json;q=0.9';
/** For everything: resolving the name, the connection, the document. */
const WITHIN_MS = 5000;
const RETRY_AFTER_SECONDS = 30;
/** A host gets the tag of its document back with each request, so a tag has a limit. */
const LONGEST_VALIDATOR = 256;

/** The document was not requested, because too much is. That says nothing about its host, or about other callers. */
export class DocumentNotRequested extends ClientDocumentUnavailable {}

/** The address has no document: not found, gone. */
const MISSING: readonly number[] = [404, 410];

/** Requests client id metadata documents (Client ID Metadata Document, sections 5 and 8.7). */
@Injectable()
export class DocumentFetcherService {
  constructor(
    private readonly outbound: OutboundHttpService,
    private readonly limit: DocumentFetchLimit,
    private readonly options: DocumentOptions,
  ) {}

  /**
   * The document at an address without faults. `known` is what is stored of it, if anything. Throws
   * {@link ClientDocumentUnavailable} if the host does not respond, refuses or is broken, or if too much is requested, and
   * {@link InvalidClientDocument} if the address has no document, redirects, or has something else.
   */
  async fetch(context: RequestContext, client_id: string, known?: Known): Promise<FetchedDocument> {
    const host = hostOfDocument(client_id);
    const wait = await this.limit.take(context, host);
    if (wait > 0) throw new DocumentNotRequested(Math.ceil(wait));
    const answer = await this.request(client_id, known);
    const fetched = this.read(answer, known);
    await this.limit.succeeded(context, host);
    return fetched;
  }

  private async request(client_id: string, known?: Known): Promise<DocumentAnswer> {
    const signal = AbortSignal.timeout(WITHIN_MS);
    try {
      return await within(
        signal,
        this.outbound.getDocument(client_id, {
          purpose: 'client documents',
          accept: ACCEPT,
          limitBytes: this.options.limitBytes,
          allowsPrivateHosts: this.options.isOnThisMachine,
          headers: validatorsOf(known),
          signal,
        }),
      );
    } catch (cause) {
      if (cause instanceof UnreadableAnswer) throw unreadable(this.options.limitBytes, cause);
      if (cause instanceof OutboundBusy) throw new DocumentNotRequested(cause.retryAfterSeconds, cause);
      if (isOutboundError(cause) || signal.aborted) throw new ClientDocumentUnavailable(RETRY_AFTER_SECONDS, cause);
      throw cause;
    }
  }

  private read({ status, headers, json }: DocumentAnswer, known?: Known): FetchedDocument {
    const isSame = status === 304 && known?.document !== null && known?.document !== undefined;
    if (status === 200 || isSame) {
      const etag = validator(headers.etag) ?? (isSame ? known.etag : null);
      const last_modified = validator(headers['last-modified']) ?? (isSame ? known.last_modified : null);
      return { ...(status === 200 && { document: json }), freshSeconds: freshSeconds(headers), etag, last_modified };
    }
    if (MISSING.includes(status))
      throw new InvalidClientDocument('client_id must be the address of a document; publish it there');
    if (status >= 200 && status < 400)
      throw new InvalidClientDocument(
        'client_id must be answered with status 200 and without a redirect; use the address of the document itself',
      );
    throw new ClientDocumentUnavailable(RETRY_AFTER_SECONDS, new Error(`the status is ${status}`));
  }
}

/** RFC 9110 section 13.1. Without a stored document, a response that says nothing changed would be of no use. */
const validatorsOf = (known?: Known): Record<string, string> => ({
  ...(known?.document && known.etag !== null && { 'if-none-match': known.etag }),
  ...(known?.document && known.last_modified !== null && { 'if-modified-since': known.last_modified }),
});

const validator = (header: IncomingHttpHeaders[string]): string | null =>
  typeof header === 'string' && header.length <= LONGEST_VALIDATOR && /^[\x20-\x7e]+$/.test(header) ? header : null;

const unreadable = (limitBytes: number, cause: UnreadableAnswer): InvalidClientDocument =>
  new InvalidClientDocument(
    `client_id must be the address of a JSON object of ${limitBytes} bytes at most, uncompressed and with a media type of JSON; publish it there`,
    cause,
  );

/** Rejects when the signal aborts, even if the work does not see it: a name server may take its time. */
const within = async <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> => {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the document did not arrive in time'));
    });
  });
  return Promise.race([work, ended]);
};
