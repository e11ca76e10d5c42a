import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { KeyedSemaphore } from '../../concurrency/keyed-semaphore';
import { Semaphore } from '../../concurrency/semaphore';
import { SecretVaultService, type StoredSecret } from '../secret-vault.service';
import { kindOf } from './foreign-hash';
import type { ForeignHashKind } from './foreign-hash-kind';
import { SlowestComparison } from './slowest-comparison';

/** Comparisons run on threads of libuv, of which SQLite needs some at the same time. */
const AT_ONCE = 2;
const MOST_WAITING = 64;
/** The comparisons of one hash run one after the other, so that a caller who guesses uses one thread at most. */
const MOST_WAITING_FOR_ONE = 16;
const WAIT_MS = 5000;
const MOST_REMEMBERED = 1000;
const NEVER = new AbortController().signal;

/**
 * Compares secrets with hashes of other servers. Most of them are slow on purpose: few comparisons run at the same time,
 * apart from the event loop.
 */
@Injectable()
export class ForeignHashesService {
  /** The keyed hashes of secrets that were right, so that callers who waited for the same comparison do not repeat it. */
  private readonly right = new LRUCache<string, StoredSecret>({ max: MOST_REMEMBERED });
  private readonly slots = new Semaphore({ atOnce: AT_ONCE, mostWaiting: MOST_WAITING, waitMs: WAIT_MS });
  private readonly byHash = new KeyedSemaphore({ atOnce: 1, mostWaiting: MOST_WAITING_FOR_ONE, waitMs: WAIT_MS });
  private readonly slowest = new SlowestComparison();

  constructor(private readonly vault: SecretVaultService) {}

  /** Whether a secret has this hash of another server. Throws `SemaphoreBusy` if too many callers wait. */
  async matches(secret: string, hash: string): Promise<boolean> {
    const kind = kindOf(hash);
    if (!kind) return false;
    if (!kind.isSlow) return kind.verify(secret, hash);
    return this.byHash.run(hash, NEVER, async () => this.wasRight(secret, hash) || this.compare(kind, secret, hash));
  }

  /**
   * Waits until `startedAt` (of `performance.now()`) is as long ago as the slowest comparison took lately, so that the
   * time of a refusal does not show which clients have a slow hash. It takes no time of a processor.
   */
  async waitForSlowest(startedAt: number): Promise<void> {
    await this.slowest.wait(startedAt);
  }

  private wasRight(secret: string, hash: string): boolean {
    const kept = this.right.get(hash);
    return kept !== undefined && this.vault.matches(secret, [kept]);
  }

  private async compare(kind: ForeignHashKind, secret: string, hash: string): Promise<boolean> {
    const release = await this.slots.acquire(NEVER);
    const startedAt = performance.now();
    try {
      const isRight = await kind.verify(secret, hash);
      if (isRight) this.right.set(hash, this.vault.keep(secret));
      return isRight;
    } finally {
      this.slowest.note(performance.now() - startedAt);
      release();
    }
  }
}
