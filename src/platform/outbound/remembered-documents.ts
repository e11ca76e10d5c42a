import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { bytesOf } from './bytes-of';
import type { GuardedFetchService, Purpose } from './guarded-fetch.service';
import { OutboundFailed, UnexpectedDocument } from './outbound-failed';

/** One kind of document that others publish, and how it is remembered. */
export interface DocumentKind<Value> {
  readonly purpose: Purpose;
  /** So long a document is good without asking again, though its address should be unreachable meanwhile. */
  readonly lifetimeMs: number;
  /** No address is asked more often than this, whether it answered or not. */
  readonly askAtMostEveryMs: number;
  /** So much memory all documents of the kind may take; those not used for longest go first. */
  readonly mostBytes: number;
  /** Whether the document is taken whatever its media type, if {@link read} knows it. */
  readonly anyMediaType?: true;
  /** What is kept of a document. Throws {@link UnexpectedDocument} for another kind of document. */
  readonly read: (json: unknown) => Value;
}

/** What became of the last question, and what is left of the answer before. */
interface Outcome<Value> {
  readonly askedAt: number;
  readonly known?: { readonly value: Value; readonly fetchedAt: number };
  readonly failure?: OutboundFailed;
}

const LIMIT_BYTES = 64 * 1024;
const MOST_DOCUMENTS = 10_000;
const LONGEST_REASON = 200;
/** What an entry takes besides its texts: a place in the list, a timer, the stack of a failure. */
const ENTRY_BYTES = 1024;

/**
 * Documents behind addresses that clients and issuers name, each asked for once for all who need it, and remembered for
 * a while, as is the failure to get it. Nothing is remembered where the host was never asked for want of a slot.
 */
export class RememberedDocuments<Value> {
  private readonly logger = new Logger('fetching');
  private readonly outcomes: LRUCache<string, Outcome<Value>>;
  /** The questions on their way: as many as there are slots and places to wait for one. */
  private readonly asking = new Map<string, Promise<Outcome<Value>>>();

  constructor(
    private readonly fetching: GuardedFetchService,
    private readonly kind: DocumentKind<Value>,
  ) {
    this.outcomes = new LRUCache({
      max: MOST_DOCUMENTS,
      maxSize: kind.mostBytes,
      sizeCalculation: ({ known, failure }, uri) => ENTRY_BYTES + bytesOf([uri, known?.value, failure?.message]),
      ttl: kind.lifetimeMs + kind.askAtMostEveryMs,
      ttlAutopurge: true,
    });
  }

  /** How many bytes are remembered, by a careful estimate. */
  get bytes(): number {
    return this.outcomes.calculatedSize;
  }

  /**
   * The document at an address, within its lifetime. Throws {@link OutboundFailed} when it could not be had of late, and
   * `TemporarilyUnavailable` when it could not be asked for.
   */
  async current(uri: string): Promise<Value> {
    const outcome = this.outcomes.get(uri);
    if (outcome && (this.isCurrent(outcome) || this.isRecent(outcome))) return this.valueOf(outcome);
    return this.valueOf(await this.ask(uri));
  }

  /**
   * The same, for who misses something in {@link current}: asked for anew unless that was done of late. Throws
   * {@link OutboundFailed} too when the address did not answer again; what was known of it stays known.
   */
  async renewed(uri: string): Promise<Value> {
    const known = this.outcomes.get(uri);
    const outcome = known && this.isRecent(known) ? known : await this.ask(uri);
    if (outcome.failure) throw outcome.failure;
    return this.valueOf(outcome);
  }

  private isCurrent({ known }: Outcome<Value>): boolean {
    return known !== undefined && Date.now() - known.fetchedAt < this.kind.lifetimeMs;
  }

  private isRecent({ askedAt }: Outcome<Value>): boolean {
    return Date.now() - askedAt < this.kind.askAtMostEveryMs;
  }

  private valueOf(outcome: Outcome<Value>): Value {
    if (outcome.known && this.isCurrent(outcome)) return outcome.known.value;
    throw outcome.failure ?? new OutboundFailed('the document is too old');
  }

  private ask(uri: string): Promise<Outcome<Value>> {
    const asking = this.asking.get(uri) ?? this.askNow(uri).finally(() => this.asking.delete(uri));
    this.asking.set(uri, asking);
    return asking;
  }

  private async askNow(uri: string): Promise<Outcome<Value>> {
    const outcome = await this.answerOf(uri);
    this.outcomes.set(uri, outcome);
    return outcome;
  }

  private async answerOf(uri: string): Promise<Outcome<Value>> {
    const askedAt = Date.now();
    try {
      const { purpose, anyMediaType = false } = this.kind;
      const json = await this.fetching.json(uri, { purpose, limitBytes: LIMIT_BYTES, anyMediaType });
      return { askedAt, known: { value: this.kind.read(json), fetchedAt: askedAt } };
    } catch (cause) {
      if (!(cause instanceof OutboundFailed)) throw cause;
      this.logger.warn({ address: withoutQuery(uri), reason: cause.message }, `not fetched for ${this.kind.purpose}`);
      const known = this.outcomes.get(uri)?.known;
      return { askedAt, ...(known && { known }), failure: briefly(cause) };
    }
  }
}

/** A failure as it is remembered: without its cause, which may hold on to a connection. */
const briefly = (failure: OutboundFailed): OutboundFailed => {
  const Kind = failure instanceof UnexpectedDocument ? UnexpectedDocument : OutboundFailed;
  return new Kind(failure.message.slice(0, LONGEST_REASON));
};

const withoutQuery = (uri: string): string => uri.replace(/[?#].*$/s, '');
