import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../../platform/database/columns';

/** The answer to a registration that was sent with an `Idempotency-Key`, for those who ask again. */
@Entity('idempotent_answers')
export class IdempotentAnswer {
  /** The hash of who asked and under which key: whether it is taken decides which of two requests registers. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** Whose credentials the answer holds: it ends when they do. */
  @Index('idempotent_answers_client_id')
  @Column({ type: 'text', default: '' })
  client_id!: string;

  /** The hash of what was asked. */
  @Column({ type: 'text' })
  request_hash!: string;

  /** Holds a client secret and a registration access token, therefore sealed. */
  @Column({ type: 'text' })
  sealed_answer!: string;

  /** The sweep asks for it. */
  @Index('idempotent_answers_expires_at')
  @Column(moment)
  expires_at!: Date;
}
