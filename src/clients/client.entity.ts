import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, moment } from '../database/columns';
import type { StoredSecret } from '../secrets/secret-vault';
import type { ClientMetadata } from './metadata/client-metadata.dto';

/** A registered client: its identifier, what it registered, and what it proves itself with. Only queried values are columns. */
@Entity('clients')
export class Client {
  /** A UUID version 7, so that the primary key grows at its end; the registrar's is what the operator says. */
  @PrimaryColumn({ type: 'text' })
  client_id!: string;

  /** Whether the client was registered over HTTP or stands in the environment. */
  @Column({ type: 'text' })
  origin!: 'registration' | 'environment';

  @Column(json)
  metadata!: ClientMetadata;

  /** The valid client secrets, the newest first. */
  @Column(json)
  client_secrets!: StoredSecret[];

  /** The valid registration access tokens, the newest first. */
  @Column(json)
  registration_access_tokens!: StoredSecret[];

  /** The hash of the software that may be registered once at a time, where an issuer of statements wants that. */
  @Index('clients_software_instance', { unique: true })
  @Column({ type: 'text', nullable: true })
  software_instance?: string | null;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  updated_at!: Date;
}
