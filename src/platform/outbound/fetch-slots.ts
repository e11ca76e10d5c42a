import { TemporarilyUnavailable } from '../../core/errors/errors';
import { KeyedSemaphore } from '../concurrency/keyed-semaphore';
import { Semaphore } from '../concurrency/semaphore';
import { networkOf } from '../http/network-of';

const AT_ONCE = { atOnce: 32, mostWaiting: 256 };
const AT_ONCE_PER_NETWORK = { atOnce: 4, mostWaiting: 64 };
/** To look a name up is to wait for a name server, and little else. */
const LOOKUPS = { atOnce: 256, mostWaiting: 0 };
const LONGEST_WAIT_MS = 2000;
const RETRY_AFTER_SECONDS = 2;

/**
 * The fetches of one purpose: so many at once, and few of them from one network (an IPv4 address, a /64 of IPv6),
 * whatever names it goes by. Whoever gets no slot is answered 503: nothing was learned about the host.
 */
export class FetchSlots {
  private readonly all = new Semaphore(AT_ONCE);
  private readonly byNetwork = new KeyedSemaphore(AT_ONCE_PER_NETWORK);
  private readonly lookups = new Semaphore(LOOKUPS);

  /** Runs `work`, which looks a name up. Throws {@link TemporarilyUnavailable}. */
  async lookUp<Result>(work: () => Promise<Result>): Promise<Result> {
    return holding([this.lookups], work);
  }

  /** Runs `work`, which connects to this address and no other. Throws {@link TemporarilyUnavailable}. */
  async connect<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    // The busy network first, so as to keep nobody out.
    const ofNetwork = { acquire: (signal: AbortSignal) => this.byNetwork.acquire(networkOf(address), signal) };
    return holding([ofNetwork, this.all], work);
  }
}

const holding = async <Result>(
  semaphores: readonly Pick<Semaphore, 'acquire'>[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  const releases: (() => void)[] = [];
  try {
    for (const semaphore of semaphores)
      releases.push(
        await semaphore.acquire(signal).catch((cause: unknown) => {
          throw new TemporarilyUnavailable('too much is being fetched now; try again', RETRY_AFTER_SECONDS, cause);
        }),
      );
    return await work();
  } finally {
    for (const release of releases) release();
  }
};
