import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A value that one client at a time may have. It has a table of its own, whose key it is, because an engine that distributes
 * clients by their identifiers has no other unique index on them.
 */
@Entity('reserved_values')
export class ReservedValue {
  /** The hash of a software, or of a registration that equal ones share. Their hashes differ. */
  @PrimaryColumn({ type: 'text' })
  value!: string;

  @Column({ type: 'text' })
  client_id!: string;
}
