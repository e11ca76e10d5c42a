import { Injectable } from '@nestjs/common';
import { openCheckpoint, type Checkpoint } from '../../core/merkle/checkpoint';
import { InclusionProofBuilder } from '../../core/merkle/inclusion-proof';
import { GrowingTree } from '../../core/merkle/tree-hash';
import { idAt } from '../event-id';
import { CheckpointKeysService } from '../sealing/checkpoint-keys.service';
import { LONGEST_DELAY_MS } from '../sealing/look-back';
import { KeyRing } from '../../platform/secrets/key-ring';
import { type AuditReport, Faults } from './audit-report';
import { AuditRepository } from './audit.repository';
import { CheckpointAuditor } from './checkpoint-auditor';
import { EntryAuditor } from './entry-auditor';
import type { EventProof } from './event-proof';

/** What a verification may be given. */
export interface Verification {
  /** A checkpoint that was kept elsewhere. */
  readonly note?: string | undefined;
  /** Gets the number of entries read so far, and of those that there are, after each hundred. */
  readonly progress?: (read: number, entries: number) => void;
}

/** Verifies the log against its checkpoints, and proves single events. */
@Injectable()
export class AuditService {
  constructor(
    private readonly log: AuditRepository,
    private readonly keys: CheckpointKeysService,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Recomputes the whole log and compares it with all checkpoints, and with one that was kept elsewhere. It reads the log
   * page by page, in memory that does not depend on its size.
   */
  async verify({ note, progress = () => undefined }: Verification = {}): Promise<AuditReport> {
    const faults = new Faults();
    const keys = await this.keys.verifierKeys();
    const kept = note === undefined ? undefined : openCheckpoint(note, keys);
    if (note !== undefined && !kept) faults.add({ problem: 'the given checkpoint is not signed by a key of this log' });
    const entries = new EntryAuditor(this.ring, faults);
    const checkpoints = new CheckpointAuditor(keys, faults);
    // First, because the log grows meanwhile.
    const [size, newest] = [await this.log.treeSize(), (await this.log.newestCheckpoint())?.size ?? 0];
    const tree = await this.readAll({ entries, checkpoints, kept, note, size, progress });
    entries.end();
    reportTail({ tree, size, kept, newest }, faults);
    const unsealed = await this.examineUnsealed(faults);
    const expired = entries.missing;
    const { list, count } = faults;
    return {
      entries: tree.size,
      expired,
      unchecked: entries.unchecked,
      checkpoints: checkpoints.compared,
      unsealed,
      faults: list,
      faultCount: count,
    };
  }

  /** The proof that the log has an event, for somebody who has the public key alone. Nothing if it is not sealed yet. */
  async prove(event_id: string): Promise<EventProof | undefined> {
    const [found, checkpoint, [key]] = [
      await this.log.find(event_id),
      await this.log.newestCheckpoint(),
      await this.keys.verifierKeys(),
    ];
    if (!found?.event || !checkpoint || key === undefined || found.entry.position >= checkpoint.size) return undefined;
    const { position } = found.entry;
    const builder = new InclusionProofBuilder(position, checkpoint.size);
    for await (const leaf of this.log.leafHashes(checkpoint.size)) builder.add(leaf);
    return { event: found.event.body, position, proof: builder.proof(), checkpoint: checkpoint.note, key };
  }

  private async readAll(reading: Reading): Promise<GrowingTree> {
    const { entries, checkpoints, kept, note = '', size, progress } = reading;
    const tree = GrowingTree.empty();
    const stored = this.log.checkpoints();
    let next = await stored.next();
    for await (const audited of this.log.entries()) {
      entries.examine(audited);
      tree.add(audited.entry.leaf_hash);
      for (; !next.done && next.value.size <= tree.size; next = await stored.next())
        if (next.value.size === tree.size)
          checkpoints.compare(next.value.note, tree.size, tree, `of ${next.value.created_at.toISOString()}`);
      if (kept?.size === tree.size) checkpoints.compare(note, tree.size, tree, 'that was given');
      if (tree.size % REPORT_EVERY === 0) progress(tree.size, size);
    }
    return tree;
  }

  /** An event that is older than any commit takes, and has no place, was added by somebody else. */
  private async examineUnsealed(faults: Faults): Promise<number> {
    const oldest = idAt(Date.now() - LONGEST_DELAY_MS);
    let unsealed = 0;
    for await (const event_id of this.log.unsealed())
      if (event_id < oldest) faults.add({ event_id, problem: 'the event was inserted: it has no place in the log' });
      else unsealed += 1;
    return unsealed;
  }
}

const REPORT_EVERY = 100;

interface Reading {
  readonly entries: EntryAuditor;
  readonly checkpoints: CheckpointAuditor;
  readonly kept: Checkpoint | undefined;
  readonly note: string | undefined;
  readonly size: number;
  readonly progress: (read: number, entries: number) => void;
}

interface Tail {
  readonly tree: GrowingTree;
  readonly size: number;
  readonly newest: number;
  readonly kept: Checkpoint | undefined;
}

/** Reports entries that are missing at the end. */
const reportTail = ({ tree, size, newest, kept }: Tail, faults: Faults): void => {
  const expected = Math.max(size, newest, kept?.size ?? 0);
  if (expected <= tree.size) return;
  const by =
    expected === size ? 'the tree of the log' : expected === newest ? 'its newest checkpoint' : 'the given checkpoint';
  faults.add({
    position: tree.size,
    problem: `the tail was cut off: ${by} has ${expected} entries, and there are ${tree.size}`,
  });
};
