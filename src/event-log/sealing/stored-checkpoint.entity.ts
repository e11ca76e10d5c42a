import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment, wholeNumber } from '../../platform/database/columns';

/** A signed checkpoint of the log. */
@Entity('checkpoints')
export class StoredCheckpoint {
  /** The number of entries. */
  @PrimaryColumn(wholeNumber)
  size!: number;

  /** The signed text, as others get it. */
  @Column({ type: 'text' })
  note!: string;

  @Column(moment)
  created_at!: Date;
}
