import { Injectable, Logger } from '@nestjs/common';
import type { Jwk } from '../../clients/metadata/kinds/key-set';
import { GuardedFetch } from '../../fetching/guarded-fetch';

/** So long keys are believed without asking again, should their address be unreachable too. */
const LIFETIME_MS = 5 * 60_000;
/** No address is asked more often than this, whatever key identifiers strangers think of. */
const ASK_AT_MOST_EVERY_MS = 30_000;
const LIMIT_BYTES = 64 * 1024;
const MOST_SETS = 1000;

interface KeySet {
  readonly askedAt: number;
  readonly keys: Promise<readonly Jwk[]>;
  /** When the keys came, which is earlier when a later question was not answered. */
  fetchedAt: number;
}

/** The keys at the `jwks_uri` of clients, remembered for a short time. They are the clients' state, not this server's. */
@Injectable()
export class RemoteKeySets {
  private readonly logger = new Logger('client keys');
  private readonly sets = new Map<string, KeySet>();

  constructor(private readonly fetching: GuardedFetch) {}

  /** The keys at an address, at most five minutes old; none when they cannot be had. */
  current(uri: string, now = Date.now()): Promise<readonly Jwk[]> {
    const set = this.sets.get(uri);
    return set && (now - set.fetchedAt < LIFETIME_MS || isFresh(set, now)) ? set.keys : this.ask(uri, now);
  }

  /** The same, asked for anew unless that was done within the last half minute. */
  renewed(uri: string, now = Date.now()): Promise<readonly Jwk[]> {
    const set = this.sets.get(uri);
    return set && isFresh(set, now) ? set.keys : this.ask(uri, now);
  }

  private ask(uri: string, now: number): Promise<readonly Jwk[]> {
    const before = this.sets.get(uri);
    const set: KeySet = { askedAt: now, fetchedAt: now, keys: this.fetch(uri) };
    const answered: KeySet = {
      ...set,
      keys: set.keys.catch((cause: unknown) => this.unanswered(uri, answered, before, cause)),
    };
    this.sets.delete(uri);
    const [oldest] = this.sets.keys();
    if (oldest !== undefined && this.sets.size >= MOST_SETS) this.sets.delete(oldest);
    this.sets.set(uri, answered);
    return answered.keys;
  }

  private async fetch(uri: string): Promise<readonly Jwk[]> {
    const set = (await this.fetching.json(uri, { member: 'jwks_uri', limitBytes: LIMIT_BYTES })) as {
      keys?: unknown;
    } | null;
    const keys: unknown[] = Array.isArray(set?.keys) ? set.keys : [];
    return keys.filter((key): key is Jwk => typeof (key as Partial<Jwk> | null)?.kty === 'string');
  }

  /** Without an answer the keys of before go on for what is left of their time. */
  private unanswered(
    uri: string,
    set: KeySet,
    before: KeySet | undefined,
    cause: unknown,
  ): Promise<readonly Jwk[]> | [] {
    this.logger.warn({ uri, reason: reasonOf(cause) }, 'keys were not fetched');
    set.fetchedAt = before?.fetchedAt ?? 0;
    return before && set.askedAt - before.fetchedAt < LIFETIME_MS ? before.keys : [];
  }
}

const isFresh = ({ askedAt }: KeySet, now: number): boolean => now - askedAt < ASK_AT_MOST_EVERY_MS;

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
};
