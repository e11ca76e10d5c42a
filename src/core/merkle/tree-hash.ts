import { hash } from 'node:crypto';

const LEAF = '\0';
const NODE = Buffer.from([0x01]);

/** The hash of a leaf of a Merkle tree (RFC 9162 section 2.1.1), in base64url. `data` is hashed as UTF-8. */
export const leafHash = (data: string): string => hash('sha256', LEAF + data, 'base64url');

/** The hash of an inner node, of the hashes of its children. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');

/** The hash of a tree without leaves. */
const EMPTY_ROOT = hash('sha256', '', 'buffer');

/** A complete subtree whose leaves are all known. */
interface Subtree {
  /** The number of its leaves, a power of two. */
  readonly size: number;
  readonly hash: Buffer;
}

/**
 * A Merkle tree that grows (RFC 9162 section 2.1). It keeps the roots of its complete subtrees, one for each bit of its size,
 * which is all that further leaves and the root of the tree depend on.
 */
export class GrowingTree {
  private readonly subtrees: Subtree[];

  private constructor(subtrees: readonly Subtree[]) {
    this.subtrees = [...subtrees];
  }

  static empty(): GrowingTree {
    return new GrowingTree([]);
  }

  /** The tree of a size whose {@link hashes} were stored. Throws if their number does not fit the size. */
  static restore(size: number, hashes: readonly string[]): GrowingTree {
    const sizes = subtreeSizes(size);
    if (sizes.length !== hashes.length) throw new Error(`a tree of size ${size} has ${sizes.length} subtrees`);
    return new GrowingTree(
      sizes.map((each, index) => ({ size: each, hash: Buffer.from(hashes[index] ?? '', 'base64url') })),
    );
  }

  /** The number of leaves. */
  get size(): number {
    return this.subtrees.reduce((sum, { size }) => sum + size, 0);
  }

  /** The roots of the complete subtrees, the largest first, in base64url. */
  get hashes(): readonly string[] {
    return this.subtrees.map(({ hash }) => hash.toString('base64url'));
  }

  /** Adds a leaf by its {@link leafHash}. */
  add(leaf: string): void {
    let added: Subtree = { size: 1, hash: Buffer.from(leaf, 'base64url') };
    for (let last = this.subtrees.at(-1); last?.size === added.size; last = this.subtrees.at(-1)) {
      this.subtrees.pop();
      added = { size: 2 * added.size, hash: nodeHash(last.hash, added.hash) };
    }
    this.subtrees.push(added);
  }

  /** The root hash of the tree, 32 octets. */
  root(): Buffer {
    const hashes = this.subtrees.map(({ hash }) => hash);
    const last = hashes.pop();
    return last === undefined ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right), last);
  }
}

/** The sizes of the complete subtrees of a tree: the powers of two that its size is the sum of, the largest first. */
const subtreeSizes = (size: number): readonly number[] => {
  const sizes: number[] = [];
  for (let rest = size, power = 2 ** Math.floor(Math.log2(size)); rest > 0; power /= 2)
    if (rest >= power) {
      sizes.push(power);
      rest -= power;
    }
  return sizes;
};
