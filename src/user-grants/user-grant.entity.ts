import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, moment } from '../platform/database/columns';

/** Why a grant ended. */
export const GRANT_ENDS = [
  'user',
  'operator',
  'client',
  'code_reused',
  'refresh_token_reused',
  'signed_out',
  'client_deleted',
  'keys_withdrawn',
  'user_disabled',
  'not_permitted',
  'replaced',
] as const;
export type GrantEnd = (typeof GRANT_ENDS)[number];

/** The keys that the refresh tokens of a grant are bound to, by the names of RFC 7800 section 3.1. */
export type GrantKeys = Readonly<Partial<Record<'x5t#S256' | 'jkt', string>>>;

/** One authorization of one user for one client, its resources and scopes. All tokens of it end with it. */
@Entity('user_grants')
@Index('user_grants_of_user', ['sub', 'client_id', 'id'])
@Index('user_grants_of_client', ['client_id', 'id'])
@Index('user_grants_expired', ['expires_at'])
export class UserGrant {
  /** A UUID version 7. Access tokens of the grant have it as the claim `grant`. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  id!: string;

  @Column({ type: 'text' })
  sub!: string;

  @Column({ type: 'text' })
  client_id!: string;

  @Column({ type: 'text' })
  upstream!: string;

  /** The browser session in which the user decided, if there is one. */
  @Column({ type: 'text', nullable: true })
  session!: string | null;

  /** In the spelling of the operator. */
  @Column(json)
  resources!: readonly string[];

  @Column(json)
  scope!: readonly string[];

  /** When the person authenticated (RFC 9068 section 2.2.1). */
  @Column(moment)
  auth_time!: Date;

  @Column({ type: 'text', nullable: true })
  acr!: string | null;

  @Column({ ...json, nullable: true })
  amr!: readonly string[] | null;

  /** The host that the code was sent to, for people. */
  @Column({ type: 'text' })
  redirect_host!: string;

  /**
   * The keys that the refresh tokens are bound to, if the client does not authenticate (RFC 9449 section 5, RFC 8705
   * section 4).
   */
  @Column({ ...json, nullable: true })
  keys!: GrantKeys | null;

  @Column({ type: 'boolean' })
  may_refresh!: boolean;

  @Column(moment)
  created_at!: Date;

  /** When a token was last issued. */
  @Column(moment)
  last_used_at!: Date;

  /** No token of the grant is valid any more by then, and the row is deleted. */
  @Column(moment)
  expires_at!: Date;

  @Column({ ...moment, nullable: true })
  revoked_at!: Date | null;

  @Column({ type: 'text', nullable: true })
  revoked_because!: GrantEnd | null;
}
