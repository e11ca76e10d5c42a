import { isWithin, networkOf } from './network-of';

/**
 * How much of something each network holds at once, `most` at most; 0 is no limit. A proxy stands for many callers, and
 * is not counted.
 */
export class CountByNetwork {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly proxies: readonly string[],
  ) {}

  /** Whether the network of an address may hold no more. */
  isFull(ip: string): boolean {
    return this.counted(ip) && this.of(networkOf(ip)) >= this.most;
  }

  /** Counts one more of the network of an address, until what it gives is called, once. */
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
