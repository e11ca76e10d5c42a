import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { AdmittingPolicy } from '../clients/client.entity';
import { json, moment } from '../platform/database/columns';

/** The last valid state of a client id metadata document. */
@Entity('client_documents')
@Index('client_documents_unused', ['last_used_at'])
@Index('client_documents_of_host', ['host', 'client_id'])
export class ClientDocument {
  /** The address of the document, letter by letter. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  client_id!: string;

  @Column({ type: 'text' })
  host!: string;

  /** What the document states, as the rules of registration admitted it. */
  @Column(json)
  metadata!: StoredMetadata;

  @Column({ ...json, nullable: true })
  policies!: readonly AdmittingPolicy[] | null;

  /** A hash of its metadata. */
  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text', nullable: true })
  etag!: string | null;

  @Column({ type: 'text', nullable: true })
  last_modified!: string | null;

  @Column(moment)
  fetched_at!: Date;

  @Column(moment)
  fresh_until!: Date;

  /** Until then it is used although its host does not respond. */
  @Column(moment)
  usable_until!: Date;

  @Column({ ...moment, nullable: true })
  disabled_at!: Date | null;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  last_used_at!: Date;
}
