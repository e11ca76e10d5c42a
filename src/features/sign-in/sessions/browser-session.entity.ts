import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, moment } from '../../../platform/database/columns';

/** The session of a person in one browser. */
@Entity('browser_sessions')
@Index('browser_sessions_of_user', ['sub'])
@Index('browser_sessions_of_upstream', ['upstream', 'upstream_sid'])
@Index('browser_sessions_expired', ['expires_at'])
export class BrowserSession {
  /** The keyed hash of the value of the cookie. */
  @PrimaryColumn({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  sub!: string;

  @Column({ type: 'text' })
  upstream!: string;

  /** The `sid` of the upstream (OpenID Back-Channel Logout 1.0 section 2.1). */
  @Column({ type: 'text', nullable: true })
  upstream_sid!: string | null;

  /** When the person authenticated at the upstream. */
  @Column(moment)
  auth_time!: Date;

  @Column({ type: 'text', nullable: true })
  acr!: string | null;

  @Column({ ...json, nullable: true })
  amr!: readonly string[] | null;

  @Column(moment)
  created_at!: Date;

  /** To within a minute. */
  @Column(moment)
  last_used_at!: Date;

  /** The end of its absolute lifetime. */
  @Column(moment)
  expires_at!: Date;
}
