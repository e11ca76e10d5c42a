import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A policy: the number of its newest version, which requests read. */
@Entity('policies')
export class Policy {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'integer' })
  version!: number;
}
