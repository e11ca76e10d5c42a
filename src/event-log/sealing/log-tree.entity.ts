import { Column, Entity, PrimaryColumn } from 'typeorm';
import { json, wholeNumber } from '../../platform/database/columns';

/** The Merkle tree of the log, as far as further entries depend on it. There is one row. */
@Entity('log_tree')
export class LogTree {
  static readonly ID = 1;

  @PrimaryColumn({ type: 'integer' })
  id!: number;

  /** The number of entries. */
  @Column(wholeNumber)
  size!: number;

  /** The roots of its complete subtrees, in base64url. */
  @Column(json)
  subtrees!: readonly string[];

  /** The largest id of a sealed event; empty before the first. */
  @Column({ type: 'text' })
  sealed_through!: string;
}
