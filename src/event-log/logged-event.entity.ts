import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json } from '../platform/database/columns';
import type { Event } from './event';

/** An event of the log. Rows are added, and deleted when `AUDIT_RETENTION_DAYS` have passed; they never change. */
@Entity('events')
@Index('events_client_id', ['client_id', 'id'], { where: 'client_id IS NOT NULL' })
export class LoggedEvent {
  /** A UUID version 7, so that events are sorted by time. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  type!: string;

  /** The client that the event is about. */
  @Column({ type: 'text', nullable: true })
  client_id!: string | null;

  /** The `revision` of the client after the change, which sorts its events even if the clocks of nodes differ. */
  @Column({ type: 'integer', nullable: true })
  revision!: number | null;

  /** The whole event, the other columns included. Its stored text is what is sealed. */
  @Column(json)
  body!: Event;
}
