import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment, wholeNumber } from '../../platform/database/columns';

/** What keeps rows of its own by the events of the log, and how far it has read them. */
@Entity('log_followers')
export class LogFollower {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  /** The position of the next event that it reads. */
  @Column(wholeNumber)
  next_position!: number;

  /**
   * How far it has read what there was before the log, by key: empty before the first, null after the last.
   */
  @Column({ type: 'text', nullable: true })
  filled_through!: string | null;

  /** The node that reads at present. */
  @Column({ type: 'text', nullable: true })
  node!: string | null;

  /** Until when no other node reads. */
  @Column({ ...moment, nullable: true })
  node_until!: Date | null;
}
