import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '../core/request-context';
import { json, moment, wholeNumber } from '../platform/database/columns';
import type { WebhookFilter } from './webhook-filter';

/**
 * `active`: events are delivered. `failing`: the server paused it, because it answered nothing as it should; the server
 * tries one delivery now and then, and resumes it. `paused`: it stays so until an operator resumes it.
 */
export type WebhookStatus = 'active' | 'failing' | 'paused';

/** A secret of a webhook. */
export interface WebhookSecret {
  /** The text `whsec_...`, sealed for the webhook. */
  readonly sealed: string;
  /** In milliseconds since 1970: when it no longer signs; absent for the newest one. */
  readonly ends_at?: number;
}

/** What an operator decided about a webhook, and is never queried. */
export interface WebhookDetails extends WebhookFilter {
  /** For the operator. */
  readonly label: string;
  readonly created_by: Actor;
}

/** A receiver of events: where they are sent, which ones, and how far that is. */
@Entity('webhooks')
export class Webhook {
  /** A UUID version 7. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text', default: 'active' })
  status!: WebhookStatus;

  /** Why it is not active. */
  @Column({ type: 'text', nullable: true })
  status_reason!: string | null;

  @Column(moment)
  status_since!: Date;

  /** The position of the next entry of the log that is read for it. */
  @Column(wholeNumber)
  next_position!: number;

  /** When the next checkpoint may be sent; null if it gets none. */
  @Column({ ...moment, nullable: true })
  checkpoint_due_at!: Date | null;

  /** The size of the newest checkpoint that was added to its deliveries. */
  @Column({ ...wholeNumber, default: 0 })
  checkpoint_size!: number;

  /** How many deliveries failed at their first attempt since the last one that succeeded. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  /** When the next delivery is tried while it is failing. */
  @Column({ ...moment, nullable: true })
  probe_at!: Date | null;

  /** How many deliveries were tried since it is failing. */
  @Column({ type: 'integer', default: 0 })
  probes!: number;

  /** Until then nothing is sent, because the receiver asked for that; null if it never did. */
  @Column({ ...moment, nullable: true })
  held_until!: Date | null;

  /** The newest first: at most two, and two only during the overlap of a rotation. */
  @Column(json)
  secrets!: readonly WebhookSecret[];

  @Column(json)
  details!: WebhookDetails;

  @Column(moment)
  created_at!: Date;
}
