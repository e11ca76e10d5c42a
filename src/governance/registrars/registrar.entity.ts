import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { Actor } from '../../core/request-context';
import { json, moment } from '../../platform/database/columns';

/** What is known of a registrar and never queried. */
export interface RegistrarDetails {
  /** For the operator. */
  readonly label: string;
  /** The name of the policy for its registrations, besides that of the mode; absent if there is none. */
  readonly policy?: string;
  /** How many of its clients may exist at once; absent if the registrar does not limit that. */
  readonly max_clients?: number;
  /** Where it publishes its keys, if it authenticates by `private_key_jwt`; otherwise it has a secret. */
  readonly jwks_uri?: string;
  /** Its public keys, instead of `jwks_uri`. */
  readonly jwks?: StoredMetadata['jwks'];
  readonly created_by: Actor;
}

/**
 * A registrar that an operator made: what the operator decided about it. Its credentials are those of the client with the
 * same `client_id`, which is deleted when the registrar is revoked.
 */
@Entity('registrars')
export class Registrar {
  /** A UUID version 7. */
  @PrimaryColumn({ type: 'text' })
  client_id!: string;

  /** Null if it does not expire. */
  @Column({ ...moment, nullable: true })
  expires_at!: Date | null;

  @Column({ ...moment, nullable: true })
  revoked_at!: Date | null;

  @Column(moment)
  created_at!: Date;

  @Column(json)
  details!: RegistrarDetails;
}

/** What keeps a registrar from registering clients. */
export type RegistrarState = 'active' | 'expired' | 'revoked';

/** The state of a registrar at a moment. */
export const stateOf = ({ expires_at, revoked_at }: Registrar, at: Date): RegistrarState => {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && expires_at.getTime() <= at.getTime() ? 'expired' : 'active';
};
