import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../../platform/database/columns';

/** A key pair of Ed25519 that signs checkpoints. The one with the largest number signs. */
@Entity('checkpoint_keys')
export class CheckpointKey {
  @PrimaryColumn({ type: 'integer' })
  number!: number;

  /** The name and the public key in the form of `verifierKey`. */
  @Column({ type: 'text' })
  verifier_key!: string;

  /** PKCS #8 in PEM, sealed. */
  @Column({ type: 'text' })
  sealed_private_key!: string;

  @Column(moment)
  created_at!: Date;
}
