import { openCheckpoint } from '../../core/merkle/checkpoint';
import type { GrowingTree } from '../../core/merkle/tree-hash';
import type { Faults } from './audit-report';

/** Compares signed checkpoints with the tree, while that grows. */
export class CheckpointAuditor {
  /** How many were compared. */
  compared = 0;
  /** The size of the last checkpoint that the tree agreed with. */
  private agreed = 0;

  constructor(
    private readonly keys: readonly string[],
    private readonly faults: Faults,
  ) {}

  /** Compares a checkpoint with the tree, which has the size of it. `origin` says where the checkpoint comes from. */
  compare(note: string, size: number, tree: GrowingTree, origin: string): void {
    this.compared += 1;
    const checkpoint = openCheckpoint(note, this.keys);
    if (checkpoint?.size !== size)
      this.faults.add({
        position: size - 1,
        problem: `the checkpoint of ${size} entries ${origin} is not signed by this log`,
      });
    else if (!checkpoint.root.equals(tree.root()))
      this.faults.add({
        position: this.agreed,
        problem: `the first ${size} entries are not those of the checkpoint ${origin}: an entry from ${this.agreed} to ${size - 1} was changed, removed, inserted or moved`,
      });
    else this.agreed = Math.max(this.agreed, size);
  }
}
