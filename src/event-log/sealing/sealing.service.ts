import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { type CheckpointSigner, signCheckpoint } from '../../core/merkle/checkpoint';
import { GrowingTree, leafHash } from '../../core/merkle/tree-hash';
import { StartRetriesService } from '../../platform/database/start-retries.service';
import { KeyRing } from '../../platform/secrets/key-ring';
import { idAt } from '../event-id';
import { CheckpointKeysService } from './checkpoint-keys.service';
import { keyedHashOf } from './keyed-hash';
import type { LogEntry } from './log-entry.entity';
import { logNameOf } from './log-name';
import { LogTree } from './log-tree.entity';
import { type LookBack, USUAL_LOOK_BACK } from './look-back';
import { SealedLogRepository, type UnsealedEvent } from './sealed-log.repository';

/** One transaction seals so many events. */
const MOST_AT_ONCE = 1000;
/** No event has a greater id. */
const LAST_ID = idAt(2 ** 48 - 1);

/**
 * Seals the log: appends committed events to its Merkle tree and signs the new checkpoint. Requests do not wait for it. Of
 * several nodes that seal at the same time, one does.
 */
@Injectable()
export class SealingService implements OnModuleInit {
  private signer: CheckpointSigner | undefined;

  constructor(
    private readonly log: SealedLogRepository,
    private readonly issuer: Issuer,
    private readonly keys: CheckpointKeysService,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.start.run(async () => {
      await this.log.begin();
      this.signer = await this.keys.signer(logNameOf(this.issuer));
    });
  }

  /**
   * Seals all events that are committed, a batch at a time. It looks at the events of a part of the log,
   * because the commit of some takes long, once: a further batch begins after the last one. Ends early when `stopping` is aborted.
   */
  async seal({ fromMs, untilMs }: LookBack = USUAL_LOOK_BACK, stopping?: AbortSignal): Promise<void> {
    let after: string | undefined;
    let found: number;
    do {
      const tree = await this.log.tree();
      const until = untilMs === undefined ? LAST_ID : idBefore(tree.sealed_through, untilMs);
      const events = await this.log.unsealed(after ?? idBefore(tree.sealed_through, fromMs), until, MOST_AT_ONCE);
      found = events.length;
      const isSealed = found > 0 && (await this.append(tree, events));
      // If another node has sealed some of them, the next batch looks back for the others.
      after = isSealed ? events.at(-1)?.id : undefined;
    } while (found === MOST_AT_ONCE && !stopping?.aborted);
  }

  /** Appends events to the tree as it was read. Gives false if another node has appended to it meanwhile. */
  private append(before: LogTree, events: readonly UnsealedEvent[]): Promise<boolean> {
    const tree = GrowingTree.restore(before.size, before.subtrees);
    const entries = inOrderOfClients(events).map((event) => this.entryOf(event, tree));
    const sealed_through = events.reduce((last, { id }) => (id > last ? id : last), before.sealed_through);
    const after = { id: LogTree.ID, size: tree.size, subtrees: tree.hashes, sealed_through };
    const checkpoint = { size: tree.size, note: this.sign(tree), created_at: new Date() };
    return this.log.append({ before, after, entries, checkpoint });
  }

  private entryOf({ id, body }: UnsealedEvent, tree: GrowingTree): LogEntry {
    const entry = { position: tree.size, event_id: id, leaf_hash: leafHash(body) };
    tree.add(entry.leaf_hash);
    return { ...entry, keyed_hash: keyedHashOf(this.ring, entry) };
  }

  private sign(tree: GrowingTree): string {
    if (!this.signer) throw new Error('the key of the checkpoints is not read yet');
    return signCheckpoint({ origin: this.signer.name, size: tree.size, root: tree.root() }, this.signer);
  }
}

/** The events of one client in the order of its changes; they share the places that they have by their ids. */
const inOrderOfClients = (events: readonly UnsealedEvent[]): readonly UnsealedEvent[] => {
  const places = new Map<string, number[]>();
  events.forEach(({ client_id, revision }, place) => {
    if (client_id === null || revision === null) return;
    const own = places.get(client_id);
    if (own) own.push(place);
    else places.set(client_id, [place]);
  });
  const ordered = [...events];
  for (const own of places.values()) {
    const changes = own.flatMap((place) => events[place] ?? []);
    changes.sort((one, other) => Number(one.revision) - Number(other.revision));
    own.forEach((place, index) => (ordered[place] = changes[index] ?? (events[place] as UnsealedEvent)));
  }
  return ordered;
};

/** An id that is smaller than those of all events in the time before an event. */
const idBefore = (id: string, delayMs: number): string => (id === '' ? '' : idAt(timeOf(id) - delayMs));

const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
