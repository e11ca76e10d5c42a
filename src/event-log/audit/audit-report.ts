/** A trace of somebody who changed the stored log. */
export interface AuditFault {
  /** The place in the log, from 0 on; absent for an event without a place. */
  readonly position?: number;
  readonly event_id?: string;
  /** What is wrong, as a sentence. */
  readonly problem: string;
}

/** Entries whose keyed hashes cannot be compared, because their key is not in `SECRET_KEYS` any more. */
export interface UncheckedEntries {
  readonly key: number;
  readonly entries: number;
  /** The positions of the first and of the last of them. */
  readonly first: number;
  readonly last: number;
}

/** The outcome of a verification. */
export interface AuditReport {
  /** How many entries the log has. */
  readonly entries: number;
  /** How many of them have no event any more, because their time has passed. */
  readonly expired: number;
  /** By key; empty if all keys are there. The tree and the checkpoints still hold these entries. */
  readonly unchecked: readonly UncheckedEntries[];
  /** How many checkpoints were compared with the entries. */
  readonly checkpoints: number;
  /** How many events are not sealed yet. */
  readonly unsealed: number;
  /** The first faults, in the order in which they were found. */
  readonly faults: readonly AuditFault[];
  /** How many faults there are in all. */
  readonly faultCount: number;
}

/** The report keeps so many faults; more are counted. */
const MOST_FAULTS = 100;

/** Collects faults in bounded memory. */
export class Faults {
  readonly list: AuditFault[] = [];
  count = 0;

  add(fault: AuditFault): void {
    this.count += 1;
    if (this.list.length < MOST_FAULTS) this.list.push(fault);
  }
}
