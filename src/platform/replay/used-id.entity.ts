import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns';

/** An identifier that is remembered until it could not matter any more. */
@Entity('expiring_entries')
export class UsedId {
  /** Why it is remembered. */
  @PrimaryColumn({ type: 'text' })
  purpose!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The sweep asks for it. */
  @Index('expiring_entries_expires_at')
  @Column(moment)
  expires_at!: Date;
}
