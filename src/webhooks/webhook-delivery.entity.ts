import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment, wholeNumber } from '../platform/database/columns';

/**
 * A message that a webhook has not accepted yet. A row is deleted when its message is delivered; one that is given up is a
 * dead letter, and stays for a while.
 */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_due', ['webhook_id', 'attempts', 'next_attempt_at'], { where: 'dead_at IS NULL' })
@Index('webhook_deliveries_line', ['webhook_id', 'line', 'position'], { where: 'dead_at IS NULL' })
@Index('webhook_deliveries_dead', ['webhook_id', 'message_id'], { where: 'dead_at IS NOT NULL' })
export class WebhookDelivery {
  @PrimaryColumn({ type: 'text' })
  webhook_id!: string;

  /** The `webhook-id` of the message: the id of the event. */
  @PrimaryColumn({ type: 'text' })
  message_id!: string;

  /** The type of the event, or `log.checkpoint`. */
  @Column({ type: 'text' })
  type!: string;

  /** The position of the event in the log; the size of a checkpoint. */
  @Column(wholeNumber)
  position!: number;

  /** Messages of one line are delivered one after the other: the client of the event, or else the message itself. */
  @Column({ type: 'text' })
  line!: string;

  /** How many attempts failed. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column(moment)
  next_attempt_at!: Date;

  /** The attempt in progress; null if there is none. */
  @Column({ type: 'text', nullable: true })
  claim!: string | null;

  /** Until then, only the node of the claim delivers the message. */
  @Column({ ...wholeNumber, default: 0 })
  claimed_until!: number;

  /** When it was given up. */
  @Column({ ...moment, nullable: true })
  dead_at!: Date | null;

  /** Why the last attempt failed. */
  @Column({ type: 'text', nullable: true })
  last_error!: string | null;
}
