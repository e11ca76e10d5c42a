import { networkOf, withinAny } from './network-of';

/**
 * Counts the current uses of each network, such as open connections; `most` is the limit, 0 is no limit. The address of
 * a proxy is not counted, because it forwards for many callers.
 */
export class CountByNetwork {
  private readonly counts = new Map<string, number>();
  private readonly isProxy: (ip: string) => boolean;

  constructor(
    private readonly most: number,
    proxies: readonly string[],
  ) {
    this.isProxy = withinAny(proxies);
  }

  /** Whether the network of an address has reached the limit. */
  isFull(ip: string): boolean {
    return this.of(networkOf(ip)) >= this.most && this.counted(ip);
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
    return this.most > 0 && !this.isProxy(ip);
  }

  private of(network: string): number {
    return this.counts.get(network) ?? 0;
  }
}
