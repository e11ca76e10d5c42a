import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CredentialsEnded, IdempotencyKeyReused } from '../core/errors/management-errors';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { InsertStatement } from '../platform/database/insert-statement';
import { TransactionsService } from '../platform/database/transactions.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { deleteExpired } from '../platform/replay/delete-expired';
import type { Sweepable } from '../platform/replay/expiry-sweep.task';
import { KeyRing } from '../platform/secrets/key-ring';
import { IdempotencyOptions } from './idempotency-options';
import { IdempotentAnswer } from './idempotent-answer.entity';
import type { RepeatableRequest } from './repeatable-request';

/** A response that is stored until the credentials end that it contains: those of its `client_id`, or of its `id`. */
export type RepeatableAnswer = object;

const idOf = (answer: RepeatableAnswer): string => {
  if ('client_id' in answer) return String(answer.client_id);
  return 'id' in answer ? String(answer.id) : '';
};

/** Another request with the same key was processed first. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered';
}

/** The sealed responses to requests that create something, for callers that did not receive them and repeat the request. */
@Injectable()
export class IdempotentAnswerRepository implements Sweepable {
  private readonly reads: BatchedReads<IdempotentAnswer>;
  private readonly inserts: InsertStatement<IdempotentAnswer>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly ring: KeyRing,
    private readonly options: IdempotencyOptions,
  ) {
    this.reads = new BatchedReads(dataSource, IdempotentAnswer, 'id');
    this.inserts = new InsertStatement(dataSource, IdempotentAnswer, 'replace-expired');
  }

  /**
   * The stored response to this request, if any. Throws {@link IdempotencyKeyReused} if the key belongs to a request
   * with another body, and {@link CredentialsEnded} if the credentials of the response have ended: see `end-answer.ts`.
   */
  async find<Answer extends RepeatableAnswer>({ id, request_hash }: RepeatableRequest): Promise<Answer | undefined> {
    const found = await this.reads.find(id);
    if (!found || found.expires_at.getTime() <= Date.now()) return undefined;
    const hasEnded = found.sealed_answer === '';
    if (!hasEnded && !this.ring.canOpen(found.sealed_answer)) return undefined;
    if (found.request_hash !== request_hash) throw new IdempotencyKeyReused();
    if (hasEnded) throw new CredentialsEnded();
    return JSON.parse(this.ring.open(found.sealed_answer, id)) as Answer;
  }

  /**
   * Stores a response with the unit of its request, which fails with {@link AlreadyAnswered} if the key is taken.
   */
  add(unit: UnitOfWork, { id, request_hash }: RepeatableRequest, answer: RepeatableAnswer): void {
    const client_id = idOf(answer);
    const sealed_answer = this.ring.seal(JSON.stringify(answer), id);
    const expires_at = new Date(Date.now() + this.options.windowSeconds * 1000);
    unit.add(this.inserts, { id, client_id, request_hash, sealed_answer, expires_at }, () => new AlreadyAnswered());
  }

  /**
   * The versions of `SECRET_KEYS` that the oldest and the newest of the responses are sealed with which have not expired by
   * `at`: two searches of an index, however many there are. Keys follow one another, so those between need no others.
   */
  async keyVersions(at: Date): Promise<number[]> {
    const ends = ['ASC', 'DESC'].map(async (order) => {
      const text = `SELECT substr(sealed_answer, 1, 20) AS sealed FROM idempotent_answers WHERE expires_at > $1
        ORDER BY expires_at ${order} LIMIT 1`;
      return execute(this.dataSource, text, [at.getTime()]);
    });
    return (await Promise.all(ends)).flat().map(({ sealed }) => this.ring.versionOf(sealed as string));
  }

  /** Deletes the rows that have expired by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'idempotent_answers', now, stopping);
  }
}
