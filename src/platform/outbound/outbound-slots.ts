import { KeyedSemaphore } from '../concurrency/keyed-semaphore';
import { Semaphore } from '../concurrency/semaphore';
import { networkOf } from '../http/network-of';
import { OutboundBusy } from './outbound-errors';

const AT_ONCE = { atOnce: 32, mostWaiting: 256 };
const AT_ONCE_PER_NETWORK = { atOnce: 4, mostWaiting: 64 };
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
  private readonly all = new Semaphore(AT_ONCE);
  private readonly byNetwork = new KeyedSemaphore(AT_ONCE_PER_NETWORK);
  private readonly lookups = new Semaphore(LOOKUPS);

  constructor(private readonly longestWaitMs: number) {}

  /** Runs `work`, which resolves a name. Throws {@link OutboundBusy}. */
  async lookUp<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.holding([this.lookups], work);
  }

  /** Runs `work`, which connects to this address and no other. Throws {@link OutboundBusy}. */
  async connect<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    // The slot of the network first: a request that waits for a busy network takes no slot from others.
    const ofNetwork = { acquire: (signal: AbortSignal) => this.byNetwork.acquire(networkOf(address), signal) };
    return this.holding([ofNetwork, this.all], work);
  }

  private async holding<Result>(
    semaphores: readonly Pick<Semaphore, 'acquire'>[],
    work: () => Promise<Result>,
  ): Promise<Result> {
    const signal = AbortSignal.timeout(this.longestWaitMs);
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
