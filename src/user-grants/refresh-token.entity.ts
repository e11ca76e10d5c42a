import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/**
 * A refresh token (RFC 6749 section 1.5) of a grant. Its use replaces it by the next generation. It then stays for as long as
 * its use may be repeated: that an older one was used is seen by its text, see `token-text.ts`.
 */
@Entity('refresh_tokens')
@Index('refresh_tokens_expired', ['kept_until'])
@Index('refresh_tokens_key_version', ['key_version'])
export class RefreshToken {
  /** The grant, and the generation within it. It is unique, so that a token has one successor. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  id!: string;

  /** The keyed hash of the token. */
  @Column({ type: 'text' })
  hash!: string;

  /** The version of `SECRET_KEYS` that the hash needs. */
  @Column({ type: 'integer' })
  key_version!: number;

  /** When it expires if it is not used. */
  @Column(moment)
  expires_at!: Date;

  /** An unused token stays as long as its grant, a used one as long as its use may be repeated. */
  @Column(moment)
  kept_until!: Date;

  @Column({ ...moment, nullable: true })
  used_at!: Date | null;

  /** The response to its use, and a hash of what it responds to; sealed. Null if it cannot be repeated. */
  @Column({ type: 'text', nullable: true })
  sealed_use!: string | null;
}
