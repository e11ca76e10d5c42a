import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/** A person who signed in by an upstream provider. Only the upstream, its issuer and its subject identify a person. */
@Entity('users')
@Index('users_of_upstream', ['upstream', 'issuer', 'upstream_subject'], { unique: true })
@Index('users_by_key', ['key_version'])
export class User {
  /** The `sub` of access tokens: `usr_` and random characters, so that it is the identifier of no client. */
  @PrimaryColumn({ type: 'text' })
  sub!: string;

  /** The id of the upstream in `SIGN_IN_UPSTREAMS`. */
  @Column({ type: 'text' })
  upstream!: string;

  /** The `iss` of the upstream's ID tokens. */
  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text' })
  upstream_subject!: string;

  /** The claim that the subject was read from: another one would identify other people. */
  @Column({ type: 'text' })
  subject_claim!: string;

  /** The claims that rules and resources use, as JSON, sealed. */
  @Column({ type: 'text' })
  sealed_claims!: string;

  /** The version of `SECRET_KEYS` that the claims need. */
  @Column({ type: 'integer' })
  key_version!: number;

  @Column({ ...moment, nullable: true })
  disabled_at!: Date | null;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  signed_in_at!: Date;
}
