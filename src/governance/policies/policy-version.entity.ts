import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WholePolicyDocument } from '../../core/policy-document/named-policy';
import { json, moment } from '../../platform/database/columns';

/** One version of a policy. It is never changed and never deleted. */
@Entity('policy_versions')
export class PolicyVersion {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  /** From 1 on. */
  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column(json)
  document!: WholePolicyDocument;

  /** The hash of the document: the same content makes no new version. */
  @Column({ type: 'text' })
  content_hash!: string;

  @Column(moment)
  created_at!: Date;
}
