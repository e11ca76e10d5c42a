import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, MoreThan, Repository } from 'typeorm';
import type { ClientInformation } from '../../clients/client-information';
import { ClientRepository } from '../../clients/client.repository';
import { Conflict, IdempotencyKeyReused } from '../../core/errors/management-errors';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import { Environment } from '../../platform/config/environment';
import { affected, Transactions } from '../../platform/database/transactions';
import { deleteExpired } from '../../platform/replay/delete-expired';
import type { Sweepable } from '../../platform/replay/expiry-sweep.task';
import { KeyRing } from '../../platform/secrets/key-ring';
import { IdempotentAnswer } from './idempotent-answer.entity';

/** A request that may be sent again: who sent it under which key, and what it asks for. Both are hashes. */
export interface RepeatableRequest {
  readonly id: string;
  readonly request_hash: string;
}

/** Another request of the same caller under the same key was answered first. */
class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered';
}

/** Takes the key if it is free or its answer has expired; else changes nothing. */
const TAKE = [
  'INSERT INTO idempotent_answers (id, client_id, request_hash, sealed_answer, expires_at) VALUES ($1, $2, $3, $4, $5)',
  'ON CONFLICT (id) DO UPDATE SET client_id = excluded.client_id, request_hash = excluded.request_hash,',
  'sealed_answer = excluded.sealed_answer, expires_at = excluded.expires_at WHERE idempotent_answers.expires_at <= $6',
].join(' ');

/**
 * Answers to registrations that are kept, sealed, for callers that did not receive them and ask again. An answer ends
 * with the credentials that it tells, in the same commit: see {@link ClientRepository.whenCredentialsEnd}.
 */
@Injectable()
export class IdempotencyService implements Sweepable {
  constructor(
    @InjectRepository(IdempotentAnswer) private readonly answers: Repository<IdempotentAnswer>,
    private readonly transactions: Transactions,
    clients: ClientRepository,
    private readonly ring: KeyRing,
    private readonly environment: Environment,
  ) {
    clients.whenCredentialsEnd((manager, client_id) => manager.delete(IdempotentAnswer, { client_id }));
  }

  /** The answer that this request was given before, if it was. Throws {@link IdempotencyKeyReused} if another was. */
  async find({ id, request_hash }: RepeatableRequest): Promise<ClientInformation | undefined> {
    const found = await this.answers.findOneBy({ id, expires_at: MoreThan(new Date()) });
    if (!found || !this.ring.canOpen(found.sealed_answer)) return undefined;
    if (found.request_hash !== request_hash) throw new IdempotencyKeyReused();
    return JSON.parse(this.ring.open(found.sealed_answer, id)) as ClientInformation;
  }

  /**
   * What this request is answered although it failed with `error`: of two at once, the one that loses the key answers
   * what the other does. A software statement may be refused because that other request has just used it up. Throws the
   * error if there is no such answer.
   */
  async insteadOf(error: unknown, repeatable: RepeatableRequest | undefined): Promise<ClientInformation> {
    const isOthers = error instanceof AlreadyAnswered || error instanceof InvalidRegistration;
    const answer = repeatable && isOthers ? await this.find(repeatable) : undefined;
    if (!answer) throw error instanceof AlreadyAnswered ? new Conflict() : error;
    return answer;
  }

  /**
   * Keeps an answer, in the transaction of what it tells about. A request of the other node with the same key waits
   * here for the outcome of this one. Throws {@link AlreadyAnswered} if the key is taken.
   */
  async keep(
    manager: EntityManager,
    { id, request_hash }: RepeatableRequest,
    answer: ClientInformation,
  ): Promise<void> {
    const now = Date.now();
    const expires_at = now + this.environment.IDEMPOTENCY_WINDOW * 1000;
    const sealed = this.ring.seal(JSON.stringify(answer), id);
    const taken = await affected(manager, TAKE, [id, answer.client_id, request_hash, sealed, expires_at, now]);
    if (taken === 0) throw new AlreadyAnswered();
  }

  /** Forgets what has expired by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'idempotent_answers', now, stopping);
  }
}

/** What tells requests apart. A list as JSON, so that no two different ones read the same. */
export const digest = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
