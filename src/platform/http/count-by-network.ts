import { isWithin, networkOf } from './network-of';

/**
 * Counts the current uses of each network, such as open connections; `most` is the limit, 0 is no limit. The address of
 * a proxy is not counted, because it forwards for many callers.
 */
export class CountByNetwork {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly proxies: readonly string[],
  ) {}

  /** Whether the network of an address has reached the limit. */
  isFull(ip: string): boolean {
    return this.counted(ip) && this.of(networkOf(ip)) >= this.most;
  }

  /** Counts one more for the network of an address. Call the returned function once to end it. */
  add(ip: string): () => void {
    if (!this.counted(ip)) return () => undefined;
    const network = networkOf(ip);
    this.counts.set(network, this.of(network) + 1);
    return () => {
      const left = this.of(network) - 1;
      if (left > 0) this.counts.set(network, left);
      else this.counts.delete(network);
    };
  }

  private counted(ip: string): boolean {
    return this.most > 0 && !isWithin(ip, this.proxies);
  }

  private of(network: string): number {
    return this.counts.get(network) ?? 0;
  }
}
