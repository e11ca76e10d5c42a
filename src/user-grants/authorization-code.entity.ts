import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/** The authorization code (RFC 6749 section 4.1.2) of a grant: each grant has one. */
@Entity('authorization_codes')
@Index('authorization_codes_expired', ['kept_until'])
export class AuthorizationCode {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  grant_id!: string;

  /** The keyed hash of the code. */
  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  redirect_uri!: string;

  /** RFC 7636 section 4.2, of the method S256. */
  @Column({ type: 'text' })
  code_challenge!: string;

  /** RFC 9449 section 10. */
  @Column({ type: 'text', nullable: true })
  dpop_jkt!: string | null;

  @Column(moment)
  expires_at!: Date;

  @Column({ ...moment, nullable: true })
  used_at!: Date | null;

  /** A used code stays until its first access token has expired, so that its second use is seen. */
  @Column(moment)
  kept_until!: Date;
}
