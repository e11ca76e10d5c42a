import { KeyedSemaphore } from '../concurrency/keyed-semaphore';
import { Semaphore, type SemaphoreLimits } from '../concurrency/semaphore';
import { networkOf } from '../http/network-of';
import { OutboundBusy } from './outbound-errors';
import type { Purpose } from './outbound-request';

interface Limits {
  readonly all: SemaphoreLimits;
  readonly perNetwork: SemaphoreLimits;
}

/** For addresses that anybody may name. */
const LIMITS: Limits = { all: { atOnce: 32, mostWaiting: 256 }, perNetwork: { atOnce: 4, mostWaiting: 64 } };
/** For other addresses than those of clients and issuers. */
const OTHER_LIMITS: Partial<Record<Purpose, Limits>> = {
  // Anybody may name the address of a document: what is beyond the limits is refused at once.
  'client documents': { all: { atOnce: 16, mostWaiting: 0 }, perNetwork: { atOnce: 4, mostWaiting: 0 } },
  // Only the operator names these addresses, and all of them may be in one network.
  decisions: { all: { atOnce: 64, mostWaiting: 256 }, perNetwork: { atOnce: 32, mostWaiting: 128 } },
  upstreams: { all: { atOnce: 64, mostWaiting: 256 }, perNetwork: { atOnce: 64, mostWaiting: 256 } },
  webhooks: { all: { atOnce: 128, mostWaiting: 256 }, perNetwork: { atOnce: 64, mostWaiting: 128 } },
};
/** Resolving a name is little work: it waits for a name server. */
const LOOKUPS = { atOnce: 256, mostWaiting: 0 };
/** How long a request waits for a slot. */
export const LONGEST_WAIT_MS = 2000;

/**
 * Limits the requests in flight of one purpose: all of them, and those to one network (an IPv4 address, a /64 of IPv6).
 * A limit per host name or per origin, as undici has one, would have no effect: an attacker can give many names to one
 * address.
 */
export class OutboundSlots {
  private readonly all: Semaphore;
  private readonly byNetwork: KeyedSemaphore;
  private readonly lookups = new Semaphore(LOOKUPS);

  constructor(
    purpose: Purpose,
    private readonly longestWaitMs: number,
  ) {
    const { all, perNetwork } = OTHER_LIMITS[purpose] ?? LIMITS;
    this.all = new Semaphore(all);
    this.byNetwork = new KeyedSemaphore(perNetwork);
  }

  /** Runs `work`, which resolves a name. Throws {@link OutboundBusy}. */
  async lookUp<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.holding([this.lookups], work);
  }

  /**
   * Runs `work`, which connects to this address and no other. It does not wait for a slot any longer when `ended` aborts.
   * Throws {@link OutboundBusy}.
   */
  async connect<Result>(address: string, work: () => Promise<Result>, ended?: AbortSignal): Promise<Result> {
    // The slot of the network first: a request that waits for a busy network takes no slot from others.
    const ofNetwork = { acquire: (signal: AbortSignal) => this.byNetwork.acquire(networkOf(address), signal) };
    return this.holding([ofNetwork, this.all], work, ended);
  }

  private async holding<Result>(
    semaphores: readonly Pick<Semaphore, 'acquire'>[],
    work: () => Promise<Result>,
    ended?: AbortSignal,
  ): Promise<Result> {
    const signal = endingWith(AbortSignal.timeout(this.longestWaitMs), ended);
    const releases: (() => void)[] = [];
    try {
      for (const semaphore of semaphores)
        releases.push(
          await semaphore.acquire(signal).catch((cause: unknown) => {
            throw new OutboundBusy({ cause });
          }),
        );
      return await work();
    } finally {
      for (const release of releases) release();
    }
  }
}

/** A signal that aborts with the first of the two. */
export const endingWith = (signal: AbortSignal, ended: AbortSignal | undefined): AbortSignal =>
  ended ? AbortSignal.any([signal, ended]) : signal;
