import { Column, Entity, type FindManyOptions, MoreThan, PrimaryColumn } from 'typeorm';
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

/** The checkpoint of the most entries. Every one has entries: the condition makes it a search in the index. */
export const NEWEST_CHECKPOINT: FindManyOptions<StoredCheckpoint> = {
  where: { size: MoreThan(0) },
  order: { size: 'DESC' },
  take: 1,
};
