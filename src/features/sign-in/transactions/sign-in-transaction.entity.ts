import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../../../platform/database/columns';

/** How far an authorization is: the page is shown, the person allowed it, the upstream responded, a code was issued. */
export type TransactionStage = 'asked' | 'approved' | 'returned' | 'done';

/** One authorization request (RFC 6749 section 4.1.1) from its arrival to the code. */
@Entity('sign_in_transactions')
@Index('sign_in_transactions_expired', ['expires_at'])
@Index('sign_in_transactions_of_network', ['network_hash', 'id'])
export class SignInTransaction {
  /** A UUID version 7; the page and the name of the cookie have it. It is no secret. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  client_id!: string;

  @Column({ type: 'text' })
  stage!: TransactionStage;

  /** The request as JSON, sealed: its state and hints are personal. */
  @Column({ type: 'text' })
  sealed_request!: string;

  /** The keyed hash of the cookie that binds the transaction to one browser. */
  @Column({ type: 'text' })
  cookie_hash!: string;

  /** The keyed hash of the token in the form of the page. */
  @Column({ type: 'text' })
  csrf_hash!: string;

  /** The upstream that the browser was sent to. */
  @Column({ type: 'text', nullable: true })
  upstream!: string | null;

  /** The keyed hash of the `state` that was sent to the upstream. */
  @Column({ type: 'text', nullable: true })
  upstream_state_hash!: string | null;

  /** The nonce and the code verifier for the upstream, and what the person allowed, as JSON, sealed. */
  @Column({ type: 'text', nullable: true })
  sealed_approval!: string | null;

  /** What the last form was answered with, as JSON, sealed: `repeated-answers.service.ts` sends it again. */
  @Column({ type: 'text', nullable: true })
  sealed_answer!: string | null;

  /** The hash of the IP address that began it, for the limit of open transactions. */
  @Column({ type: 'text' })
  network_hash!: string;

  @Column(moment)
  created_at!: Date;

  @Column(moment)
  expires_at!: Date;
}
