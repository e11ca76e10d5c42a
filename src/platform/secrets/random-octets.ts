import { randomFillSync } from 'node:crypto';

const POOL_OCTETS = 4096;

/** Random octets, drawn from the generator many at a time: a call costs more than the octets. None is given twice, or kept. */
export class RandomOctets {
  private readonly pool = Buffer.alloc(POOL_OCTETS);
  private given = POOL_OCTETS;

  /** So many octets, at most {@link POOL_OCTETS}. */
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
