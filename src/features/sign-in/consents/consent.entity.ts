import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, moment } from '../../../platform/database/columns';

/** What a person allowed a client, remembered so that the page is not shown again. */
@Entity('consents')
@Index('consents_of_client', ['client_id'])
@Index('consents_unused', ['last_used_at'])
export class Consent {
  @PrimaryColumn({ type: 'text' })
  sub!: string;

  @PrimaryColumn({ type: 'text' })
  client_id!: string;

  /** The resource, in the spelling of the operator. */
  @PrimaryColumn({ type: 'text' })
  resource!: string;

  /** The host that the code is sent to. */
  @PrimaryColumn({ type: 'text' })
  redirect_host!: string;

  @Column(json)
  scopes!: readonly string[];

  /** A hash of the metadata of the client that the person saw: another one voids the consent. */
  @Column({ type: 'text' })
  fingerprint!: string;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  last_used_at!: Date;
}
