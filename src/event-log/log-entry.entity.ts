import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The place of an event in the Merkle tree of the log. It stays when the event is deleted. */
@Entity('log_entries')
@Index('log_entries_position', ['position'], { unique: true, where: 'position IS NOT NULL' })
@Index('log_entries_unsealed', ['event_id'], { where: 'position IS NULL' })
export class LogEntry {
  @PrimaryColumn({ type: 'text' })
  event_id!: string;

  /** The leaf hash of the body of the event (RFC 9162 section 2.1.1), in base64url. */
  @Column({ type: 'text' })
  leaf_hash!: string;

  /** The index of the leaf, from 0 on; null until the entry is sealed. */
  @Column({ type: 'bigint', nullable: true })
  position!: number | null;
}
