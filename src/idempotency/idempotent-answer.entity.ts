import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../platform/database/columns';

/** The stored response to a request with an `Idempotency-Key`, for its repetitions. */
@Entity('idempotent_answers')
export class IdempotentAnswer {
  /**
   * The hash of the caller and the key. It is unique, which decides which of two concurrent requests creates
   * something.
   */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /**
   * The client whose credentials the response contains, if any; or the initial access token, or the webhook. When one of
   * the credentials ends, the response is deleted.
   */
  @Index('idempotent_answers_client_id')
  @Column({ type: 'text', default: '' })
  client_id!: string;

  /** The hash of the body of the request. */
  @Column({ type: 'text' })
  request_hash!: string;

  /** Contains credentials, therefore sealed. Empty if they have ended, and the key stays taken. */
  @Column({ type: 'text' })
  sealed_answer!: string;

  /** The sweep queries it. */
  @Index('idempotent_answers_expires_at')
  @Column(moment)
  expires_at!: Date;
}
