import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../../platform/database/columns';

/** The place of an event in the Merkle tree of the log. It stays when its event is deleted. */
@Entity('log_entries')
export class LogEntry {
  /** The index of its leaf, from 0 on. */
  @PrimaryColumn(wholeNumber)
  position!: number;

  @Index('log_entries_event_id', { unique: true })
  @Column({ type: 'text' })
  event_id!: string;

  /** The hash of the body of the event (RFC 9162 section 2.1.1), in base64url. */
  @Column({ type: 'text' })
  leaf_hash!: string;

  /** The keyed hash of the other columns: it shows which entry was changed, where the tree only shows that one was. */
  @Column({ type: 'text' })
  keyed_hash!: string;
}
