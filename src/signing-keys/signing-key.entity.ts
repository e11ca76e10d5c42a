import type { JWK } from 'jose';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { json, moment } from '../platform/database/columns';

/** A signing key of this server. Numbers are unique for an algorithm, so that two nodes cannot both add the next key. */
@Entity('signing_keys')
@Unique('signing_keys_one_per_number', ['alg', 'number'])
export class SigningKey {
  /** The SHA-256 thumbprint of the public key (RFC 7638). */
  @PrimaryColumn({ type: 'text' })
  kid!: string;

  @Column({ type: 'text' })
  alg!: string;

  @Column({ type: 'integer' })
  number!: number;

  @Column(json)
  public_jwk!: JWK;

  /** The private key as JWK, sealed by the key ring. */
  @Column({ type: 'text' })
  sealed_private_jwk!: string;

  @Column(moment)
  created_at!: Date;

  /** When it starts to sign. It ends when its successor starts. */
  @Column({ ...moment, default: 0 })
  signs_from!: Date;
}
