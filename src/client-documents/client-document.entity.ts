import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AdmittingPolicy } from '../clients/client.entity';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { json, moment } from '../platform/database/columns';

/** Why the last request for a document had no result, if its host did not respond as a host that has a document. */
export const UNREACHABLE = 'unreachable';

/** A client id metadata document: its last valid state, and what the operator decided about it. */
@Entity('client_documents')
@Index('client_documents_unused', ['last_used_at'])
@Index('client_documents_of_host', ['host', 'client_id'])
@Index('client_documents_stale', ['fresh_until'])
export class ClientDocument {
  /** The address of the document, letter by letter. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  client_id!: string;

  @Column({ type: 'text' })
  host!: string;

  /** A pending one waits for the approval of the operator, because a policy requires that. */
  @Column({ type: 'text' })
  status!: 'active' | 'pending' | 'disabled';

  /** Why the operator disabled it. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /**
   * When the operator decided that users are not asked about its client; null while they are. It holds for what users
   * recognised the client by then.
   */
  @Column({ ...moment, nullable: true })
  consent_disabled_at!: Date | null;

  /** The document as it was published; null if it was disabled before it was read. */
  @Column({ ...json, nullable: true })
  document!: Readonly<Record<string, unknown>> | null;

  /** What the document states, as the rules of registration admitted it. */
  @Column({ ...json, nullable: true })
  metadata!: StoredMetadata | null;

  /** The policies that admitted it. */
  @Column({ ...json, nullable: true })
  policies!: readonly AdmittingPolicy[] | null;

  /** A hash of its metadata; empty without them. */
  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text', nullable: true })
  etag!: string | null;

  @Column({ type: 'text', nullable: true })
  last_modified!: string | null;

  /** When its last valid state was read. */
  @Column(moment)
  fetched_at!: Date;

  /** When it was last requested, whatever came of it. */
  @Column(moment)
  checked_at!: Date;

  /** Why the last request had no valid result: {@link UNREACHABLE}, or what is wrong with the document. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column(moment)
  fresh_until!: Date;

  /** Until then its last valid state is used, if there is no newer one. */
  @Column(moment)
  usable_until!: Date;

  @Column(moment)
  created_at!: Date;

  /** To within ten minutes. */
  @Column(moment)
  last_used_at!: Date;
}
