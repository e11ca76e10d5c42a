import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '../../core/request-context';
import { json, moment } from '../../platform/database/columns';
import type { StoredSecret } from '../../platform/secrets/secret-vault.service';

/** What is known of an initial access token and never queried. */
export interface InitialAccessTokenDetails {
  /** The keyed hash of the token. */
  readonly secret: StoredSecret;
  /** For the operator. */
  readonly label: string;
  /** How many clients it may register; absent if their number is not limited. */
  readonly uses?: number;
  /** The name of the policy for its registrations, besides that of the mode; absent if there is none. */
  readonly policy?: string;
  /** How many of its clients may exist at once; absent if the token does not limit that. */
  readonly max_clients?: number;
  readonly created_by: Actor;
}

/** An initial access token: it permits to register clients (RFC 7591 section 3). Only values that are queried are columns. */
@Entity('initial_access_tokens')
export class InitialAccessToken {
  /** A UUID version 7. The token contains it, so that its row is found by the primary key. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** How many clients it may still register; null if their number is not limited. */
  @Column({ type: 'integer', nullable: true })
  uses_left!: number | null;

  /** Null if it does not expire. */
  @Column({ ...moment, nullable: true })
  expires_at!: Date | null;

  @Column({ ...moment, nullable: true })
  revoked_at!: Date | null;

  /** The version of `SECRET_KEYS` that its hash needs; each start checks that it is there. */
  @Column({ type: 'integer' })
  key_version!: number;

  @Column(moment)
  created_at!: Date;

  @Column(json)
  details!: InitialAccessTokenDetails;
}

/** What keeps a token from registering a client. */
export type InitialAccessTokenState = 'active' | 'used up' | 'expired' | 'revoked';

/** The state of a token at a moment. */
export const stateOf = (
  { uses_left, expires_at, revoked_at }: Pick<InitialAccessToken, 'uses_left' | 'expires_at' | 'revoked_at'>,
  at: Date,
): InitialAccessTokenState => {
  if (revoked_at !== null) return 'revoked';
  if (expires_at !== null && expires_at.getTime() <= at.getTime()) return 'expired';
  return uses_left !== null && uses_left <= 0 ? 'used up' : 'active';
};
