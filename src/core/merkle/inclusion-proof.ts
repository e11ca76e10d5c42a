import { GrowingTree, nodeHash } from './tree-hash';

/** Leaves next to each other, from `start` on and before `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
  /** Whether its root is the left child of its parent. */
  readonly isLeft: boolean;
}

/**
 * Collects the inclusion proof of one leaf (RFC 9162 section 2.1.3.1) from all leaves of a tree, which are added in their
 * order. It keeps one growing tree for each level.
 */
export class InclusionProofBuilder {
  private readonly ranges: readonly (Range & { readonly tree: GrowingTree })[];
  private added = 0;

  /** `index` is the leaf that is proven, `size` the number of leaves of the tree. */
  constructor(index: number, size: number) {
    this.ranges = siblingsOf(index, size).map((range) => ({ ...range, tree: GrowingTree.empty() }));
  }

  /** Adds the next leaf by its hash. */
  add(leaf: string): void {
    const at = this.added;
    this.added += 1;
    this.ranges.find(({ start, end }) => at >= start && at < end)?.tree.add(leaf);
  }

  /** The hashes of the proof, from the leaf to the root, in base64url. */
  proof(): readonly string[] {
    return this.ranges.map(({ tree }) => tree.root().toString('base64url'));
  }
}

/**
 * The root of a tree of a size that has a leaf at an index, by its inclusion proof (RFC 9162 section 2.1.3.2). Nothing if
 * the proof has another length than such a tree gives.
 */
export const rootOfProof = (
  leaf: string,
  { index, size, proof }: { index: number; size: number; proof: readonly string[] },
): Buffer | undefined => {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  const siblings = siblingsOf(index, size);
  if (siblings.length !== proof.length) return undefined;
  return siblings.reduce<Buffer>(
    (hash, { isLeft }, level) => {
      const sibling = Buffer.from(proof[level] ?? '', 'base64url');
      return isLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    },
    Buffer.from(leaf, 'base64url'),
  );
};

/** The subtrees beside the path from a leaf to the root, the lowest first. */
const siblingsOf = (index: number, size: number): readonly Range[] => {
  const siblings: Range[] = [];
  for (let start = 0, end = size; end - start > 1;) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      siblings.unshift({ start: middle, end, isLeft: false });
      end = middle;
    } else {
      siblings.unshift({ start, end: middle, isLeft: true });
      start = middle;
    }
  }
  return siblings;
};

/** The largest power of two below a number above 1. */
const largestPowerBelow = (number: number): number => 2 ** Math.ceil(Math.log2(number) - 1);
