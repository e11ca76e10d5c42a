import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { bytesOf } from './bytes-of';
import { OutboundFailed, UnexpectedDocument } from './outbound-errors';
import type { OutboundHttpService } from './outbound-http.service';
import type { Purpose } from './outbound-request';

/** One kind of document that others publish, and how long it is remembered. */
export interface DocumentKind<Value> {
  readonly purpose: Purpose;
  /** How long a document is used without another request, even if its address cannot be reached meanwhile. */
  readonly lifetimeMs: number;
  /** The shortest time between two requests to one address, even if the first one failed. */
  readonly requestIntervalMs: number;
  /** The memory that all documents of the kind may take. The least recently used ones are forgotten first. */
  readonly mostBytes: number;
  /** Whether the document may have any media type. */
  readonly anyMediaType?: true;
  /** Whether the address may be http on a loopback host, as the operator wrote it. */
  readonly permitsPlainLoopback?: boolean;
  /** Gives the part of a document that is kept. Throws {@link UnexpectedDocument} for another kind of document. */
  readonly read: (json: unknown) => Value;
}

/** The outcome of the last request to an address, and the document of the last one that succeeded. */
interface Outcome<Value> {
  readonly requestedAt: number;
  readonly known?: { readonly value: Value; readonly fetchedAt: number };
  readonly failure?: OutboundFailed;
}

const LIMIT_BYTES = 64 * 1024;
const LONGEST_REASON = 200;
/** The memory of an entry besides its texts: its place in the list, a timer, a failure. */
const ENTRY_BYTES = 1024;

/**
 * Documents at addresses that clients and issuers name. Callers that need a document at the same time share one request
 * for it. A document is remembered for a while, and so is the failure to get it; a request that could not be sent is not.
 */
export class RememberedDocuments<Value> {
  private readonly logger = new Logger('fetching');
  private readonly outcomes: LRUCache<string, Outcome<Value>>;
  /** The requests in flight. The slots and their queue limit the number. */
  private readonly requests = new Map<string, Promise<Outcome<Value>>>();

  constructor(
    private readonly outbound: OutboundHttpService,
    private readonly kind: DocumentKind<Value>,
  ) {
    this.outcomes = new LRUCache({
      maxSize: kind.mostBytes,
      sizeCalculation: ({ known, failure }, uri) => ENTRY_BYTES + bytesOf([uri, known?.value, failure?.message]),
      ttl: kind.lifetimeMs + kind.requestIntervalMs,
      ttlAutopurge: true,
    });
  }

  /** The estimated memory of all documents, in bytes. */
  get bytes(): number {
    return this.outcomes.calculatedSize;
  }

  /**
   * The document at an address, within its lifetime. Throws {@link OutboundFailed} if the last request for it failed, and
   * `OutboundBusy` if no request could be sent.
   */
  async current(uri: string): Promise<Value> {
    const outcome = this.outcomes.get(uri);
    if (outcome && (this.isCurrent(outcome) || this.isRecent(outcome))) return this.valueOf(outcome);
    return this.valueOf(await this.request(uri));
  }

  /**
   * The same, for a caller that misses something in {@link current}: requested again, unless that was done recently.
   * Throws {@link OutboundFailed} if that failed; the known document stays known.
   */
  async renewed(uri: string): Promise<Value> {
    const known = this.outcomes.get(uri);
    const outcome = known && this.isRecent(known) ? known : await this.request(uri);
    if (outcome.failure) throw outcome.failure;
    return this.valueOf(outcome);
  }

  private isCurrent({ known }: Outcome<Value>): boolean {
    return known !== undefined && Date.now() - known.fetchedAt < this.kind.lifetimeMs;
  }

  private isRecent({ requestedAt }: Outcome<Value>): boolean {
    return Date.now() - requestedAt < this.kind.requestIntervalMs;
  }

  private valueOf(outcome: Outcome<Value>): Value {
    if (outcome.known && this.isCurrent(outcome)) return outcome.known.value;
    throw outcome.failure ?? new OutboundFailed('the document is too old');
  }

  private request(uri: string): Promise<Outcome<Value>> {
    const request = this.requests.get(uri) ?? this.requestNow(uri).finally(() => this.requests.delete(uri));
    this.requests.set(uri, request);
    return request;
  }

  private async requestNow(uri: string): Promise<Outcome<Value>> {
    const outcome = await this.outcomeOf(uri);
    this.outcomes.set(uri, outcome);
    return outcome;
  }

  private async outcomeOf(uri: string): Promise<Outcome<Value>> {
    const requestedAt = Date.now();
    try {
      const { purpose, anyMediaType = false, permitsPlainLoopback = false } = this.kind;
      const limits = { limitBytes: LIMIT_BYTES, anyMediaType, permitsPlainLoopback };
      const json = await this.outbound.getJson(uri, { purpose, ...limits });
      return { requestedAt, known: { value: this.kind.read(json), fetchedAt: requestedAt } };
    } catch (cause) {
      if (!(cause instanceof OutboundFailed)) throw cause;
      this.logger.warn({ address: withoutQuery(uri), reason: cause.message }, `not fetched for ${this.kind.purpose}`);
      const known = this.outcomes.get(uri)?.known;
      return { requestedAt, ...(known && { known }), failure: briefly(cause) };
    }
  }
}

/** A failure as it is remembered: without its cause and its stack, which may refer to a connection and to a request. */
const briefly = (failure: OutboundFailed): OutboundFailed => {
  const Kind = failure instanceof UnexpectedDocument ? UnexpectedDocument : OutboundFailed;
  const brief = new Kind(failure.message.slice(0, LONGEST_REASON));
  brief.stack = String(brief);
  return brief;
};

const withoutQuery = (uri: string): string => uri.replace(/[?#].*$/s, '');
