import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { Actor } from '../core/request-context';
import { json, moment } from '../platform/database/columns';
import type { StoredSecret } from '../platform/secrets/secret-vault.service';
import type { ClientLineage } from './client-lineage';

/**
 * Only an active client gets tokens. A pending one waits for the approval of the operator, a rejected one did not get it,
 * a disabled one is out of service.
 */
export const CLIENT_STATUSES = ['active', 'pending', 'rejected', 'disabled'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** When a client got its status after its registration, from whom, and why. */
export interface StatusChange {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly by: Actor;
  /** What the operator wants the client to know. */
  readonly reason?: string;
}

/** A policy that admitted a client. */
export interface AdmittingPolicy {
  readonly name: string;
  /** The version that admitted it; absent for a policy of the server itself. */
  readonly version?: number;
}

/** A registered client: its identifier, its metadata and its credentials. Only values that are queried are columns. */
@Entity('clients')
@Index('clients_not_active', ['status', 'client_id'], { where: "status <> 'active'" })
@Index('clients_initial_access_token', ['initial_access_token', 'client_id'], {
  where: 'initial_access_token IS NOT NULL',
})
@Index('clients_registrar', ['registrar', 'client_id'], { where: 'registrar IS NOT NULL' })
export class Client {
  /**
   * A UUID version 7, so that the primary key grows at its end; those of the registrar and the administrator are
   * configuration, those of imported clients are of any form. Sorted by its bytes, on every database.
   */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  client_id!: string;

  /**
   * Registered over HTTP; a client of the environment, which each start reads; or a registrar that an operator made. A
   * client of a `document` is the metadata document at its identifier and has no row: see `ClientDirectory`.
   */
  @Index('clients_of_environment', { where: "origin = 'environment'" })
  @Column({ type: 'text' })
  origin!: 'registration' | 'environment' | 'registrar' | 'document';

  /** The operator changes it. An update of the client makes it pending if its policy requires approval. */
  @Column({ type: 'text', default: 'active' })
  status!: ClientStatus;

  /** Null for a client that still has the status of its registration. */
  @Column({ ...json, nullable: true })
  status_change?: StatusChange | null;

  @Column(json)
  metadata!: StoredMetadata;

  /** Not stored. Whether it may send no credentials although it has a method: see `CIMD_PUBLIC_FALLBACK`. */
  mayBePublic?: true;

  /** The client secrets, the newest first: at most two, and two only during the overlap of a rotation. */
  @Column(json)
  client_secrets!: StoredSecret[];

  /** The valid registration access tokens, the newest first. */
  @Column(json)
  registration_access_tokens!: StoredSecret[];

  /** The hash of the software, if the issuer of its statement permits one client at a time for it: a `ReservedValue`. */
  @Column({ type: 'text', nullable: true })
  software_instance?: string | null;

  /**
   * The hash of its metadata and of the names of its policies, if equal registrations get this client. No other client has
   * it (`ReservedValue`), and nobody manages such a client. A change of the metadata or the status removes it.
   */
  @Column({ type: 'text', nullable: true })
  registration_hash?: string | null;

  /** The versions of `SECRET_KEYS` that its secrets and tokens need; each start checks that all are there. */
  @Index('clients_key_versions')
  @Column({ type: 'text', default: '' })
  key_versions?: string;

  /** The policies that were applied at the registration, in this order. Their newest versions apply to updates. */
  @Column({ ...json, nullable: true })
  policies?: readonly AdmittingPolicy[] | null;

  /** The id of the initial access token that the client was registered with (RFC 7591 section 3). The client never sees it. */
  @Column({ type: 'text', nullable: true })
  initial_access_token?: string | null;

  /** The client whose access token registered this client: its registrar. The client never sees it. */
  @Column({ type: 'text', nullable: true })
  registrar?: string | null;

  /** What else brought the client. No update changes it, and the client never sees it. */
  @Column({ ...json, nullable: true })
  lineage?: ClientLineage | null;

  /** When the operator decided that users are not asked whether this client may get access; null while they are. */
  @Column({ ...moment, nullable: true })
  consent_disabled_at?: Date | null;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  updated_at!: Date;

  /** When the client last authenticated or used its registration access token, to within an hour. */
  @Column({ ...moment, nullable: true })
  last_used_at!: Date | null;

  /** Counts the changes that the client can see: its ETag. */
  @Column({ type: 'integer', default: 1 })
  version!: number;

  /**
   * Counts all changes except `last_used_at`. A write succeeds only if the row still has the revision that was read.
   */
  @Column({ type: 'integer', default: 1 })
  revision!: number;
}
