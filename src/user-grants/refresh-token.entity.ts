import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/** A refresh token (RFC 6749 section 1.5) of a grant. Each use replaces it by the next generation. */
@Entity('refresh_tokens')
@Index('refresh_tokens_of_grant', ['grant_id', 'generation'], { unique: true })
@Index('refresh_tokens_expired', ['expires_at'])
export class RefreshToken {
  /** The keyed hash of the token. */
  @PrimaryColumn({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  grant_id!: string;

  @Column({ type: 'integer' })
  generation!: number;

  @Column({ type: 'integer' })
  key_version!: number;

  /** When it expires if it is not used. */
  @Column(moment)
  expires_at!: Date;

  @Column({ ...moment, nullable: true })
  used_at!: Date | null;

  /** The hash of the parameters and the key of its first use. */
  @Column({ type: 'text', nullable: true })
  use_hash!: string | null;

  /** The response to its first use, sealed, while it may be repeated. */
  @Column({ type: 'text', nullable: true })
  sealed_response!: string | null;
}
