import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns';

/** An identifier that may be used once, or of a revoked token, until it expires. */
@Entity('expiring_entries')
export class UsedId {
  /** What it identifies. */
  @PrimaryColumn({ type: 'text' })
  purpose!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The sweep selects by it. */
  @Index('expiring_entries_expires_at')
  @Column(moment)
  expires_at!: Date;
}
