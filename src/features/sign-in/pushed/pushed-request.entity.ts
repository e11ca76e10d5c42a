import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../../../platform/database/columns';

/** A pushed authorization request (RFC 9126). */
@Entity('pushed_requests')
@Index('pushed_requests_expired', ['expires_at'])
export class PushedRequest {
  /** The keyed hash of its `request_uri`. */
  @PrimaryColumn({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  client_id!: string;

  /** The parameters as JSON, sealed. */
  @Column({ type: 'text' })
  sealed_request!: string;

  /** The transaction that it began, or an empty text if it needed none; null until its one use. */
  @Column({ type: 'text', nullable: true })
  transaction_id!: string | null;

  /** A minute after it was pushed; as soon as it began a transaction, when that expires. */
  @Column(moment)
  expires_at!: Date;
}
