import { randomFillSync } from 'node:crypto';

const POOL_OCTETS = 4096;

/** Random octets from a pool, because a call of the generator costs more than the octets. Each is given once and erased. */
export class RandomOctets {
  private readonly pool = Buffer.alloc(POOL_OCTETS);
  private given = POOL_OCTETS;

  /** Gives `count` octets, at most {@link POOL_OCTETS}. */
  take(count: number): Buffer {
    if (this.given + count > POOL_OCTETS) {
      randomFillSync(this.pool);
      this.given = 0;
    }
    const octets = Buffer.from(this.pool.subarray(this.given, this.given + count));
    this.pool.fill(0, this.given, this.given + count);
    this.given += count;
    return octets;
  }
}
