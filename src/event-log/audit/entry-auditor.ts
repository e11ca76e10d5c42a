import { leafHash } from '../../core/merkle/tree-hash';
import type { Event } from '../event';
import { isGenuine } from '../sealing/keyed-hash';
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { LogEntry } from '../sealing/log-entry.entity';
import type { Faults, UncheckedEntries } from './audit-report';
import type { AuditedEntry, StoredEvent } from './audit.repository';

/** Examines the entries of the log one by one, in their order. */
export class EntryAuditor {
  /** The position that the next entry has. */
  next = 0;
  /** How many entries have no event. */
  missing = 0;
  /** How many of the first entries have no event. */
  private missingFirst = 0;
  /** The position up to which events were deleted because their time had passed, by what the log itself says. */
  private expiredThrough = -1;
  private readonly byGoneKey = new Map<number, UncheckedEntries>();

  constructor(
    private readonly ring: KeyRing,
    private readonly faults: Faults,
  ) {}

  examine({ entry, event }: AuditedEntry): void {
    const { position, event_id } = entry;
    if (position > this.next) this.reportGap(position);
    this.next = position + 1;
    const isRight = isGenuine(this.ring, entry);
    if (isRight === undefined) this.noteUnchecked(entry);
    if (isRight === false) this.faults.add({ position, event_id, problem: 'the entry was changed, moved or inserted' });
    if (!event) this.examineMissing(position, event_id);
    else if (leafHash(event.body) !== entry.leaf_hash)
      this.faults.add({ position, event_id, problem: 'the event was changed' });
    else this.examineColumns(position, event);
  }

  /** The entries whose key is gone, by key. */
  get unchecked(): readonly UncheckedEntries[] {
    return [...this.byGoneKey.values()];
  }

  private noteUnchecked({ position, keyed_hash }: LogEntry): void {
    const key = this.ring.versionOf(keyed_hash);
    const { entries = 0, first = position } = this.byGoneKey.get(key) ?? {};
    this.byGoneKey.set(key, { key, entries: entries + 1, first, last: position });
  }

  /** Reports the events that are missing although their time has not passed. */
  end(): void {
    const through = this.expiredThrough + 1;
    if (this.missingFirst > through)
      this.faults.add({
        position: through,
        problem: `the events of ${this.missingFirst - through} entries from here on were removed`,
      });
  }

  private reportGap(position: number): void {
    const count = position - this.next;
    const problem = count === 1 ? 'the entry was removed' : `${count} entries were removed, this one first`;
    this.faults.add({ position: this.next, problem });
  }

  /** The first entries may have lost their events by their age; whether they did, a later entry says. */
  private examineMissing(position: number, event_id: string): void {
    if (position === this.missingFirst) this.missingFirst += 1;
    else this.faults.add({ position, event_id, problem: 'the event was removed' });
    this.missing += 1;
  }

  /** The columns by which events are found repeat what the body says. */
  private examineColumns(position: number, { id, type, client_id, revision, body }: StoredEvent): void {
    const event = JSON.parse(body) as Event;
    const isSame =
      event.id === id &&
      event.type === type &&
      (event.client_id ?? null) === client_id &&
      (event.revision ?? null) === revision;
    if (!isSame) this.faults.add({ position, event_id: id, problem: 'the columns of the event were changed' });
    else if (event.type === 'events.expired')
      this.expiredThrough = Math.max(this.expiredThrough, (event.data as { through: number }).through);
  }
}
