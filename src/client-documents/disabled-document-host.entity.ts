import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/** A host whose documents identify no clients, by decision of the operator. */
@Entity('disabled_document_hosts')
export class DisabledDocumentHost {
  /** With its port if that is not 443, in lower case. */
  @PrimaryColumn({ type: 'text' })
  host!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column(moment)
  disabled_at!: Date;
}
