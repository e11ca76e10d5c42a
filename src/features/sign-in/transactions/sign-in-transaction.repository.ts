import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { TooManyRequests } from '../../../core/errors/errors';
import { BatchedReads } from '../../../platform/database/batched-reads';
import { executeWithin } from '../../../platform/database/execute';
import { InsertStatement } from '../../../platform/database/insert-statement';
import { affected, TransactionsService } from '../../../platform/database/transactions.service';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { UpdateStatement } from '../../../platform/database/update-statement';
import { deleteExpired } from '../../../platform/replay/delete-expired';
import type { Sweepable } from '../../../platform/replay/expiry-sweep.task';
import { SignInTransaction } from './sign-in-transaction.entity';

/** The most transactions that nobody approved, of one network and of all together. */
const MOST_OF_NETWORK = 50;
const MOST_TRANSACTIONS = 100_000;
/**
 * The most transactions of one network whose users are at an upstream: as many as RATE_LIMIT_DECISION permits by default
 * while one lasts.
 */
const MOST_APPROVED_OF_NETWORK = 200;
const RETRY_AFTER_SECONDS = 60;

/** The stored transactions. Each step changes one only if nothing else changed it since it was read. */
@Injectable()
export class SignInTransactionRepository implements Sweepable {
  private readonly reads: BatchedReads<SignInTransaction>;
  private readonly inserts: InsertStatement<SignInTransaction>;
  private readonly updates: UpdateStatement<SignInTransaction>;

  constructor(
    dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, SignInTransaction, 'id');
    this.inserts = new InsertStatement(dataSource, SignInTransaction);
    this.updates = new UpdateStatement(dataSource, SignInTransaction);
  }

  /** The transactions with these ids, in their current state; those that do not exist are left out. */
  async find(ids: readonly string[]): Promise<readonly SignInTransaction[]> {
    const found = await Promise.all(ids.map((id) => this.reads.find(id)));
    return found.filter((one) => one !== undefined);
  }

  /**
   * Stores a new transaction. The oldest ones of its network that nobody has approved are deleted if it has too many. Those
   * that were approved are not, so that nobody ends the sign-in of somebody else in the same network: if there are too many of
   * them, the unit fails with {@link TooManyRequests}.
   */
  insert(unit: UnitOfWork, transaction: SignInTransaction): void {
    unit.add(this.inserts, transaction);
    unit.addStep((manager) => makeRoom(manager, transaction.network_hash));
  }

  /** Changes a transaction that still has the stage and the token of the page that were read; else, the unit fails with `refusal`. */
  change(
    unit: UnitOfWork,
    { id, stage, csrf_hash }: SignInTransaction,
    set: Partial<SignInTransaction>,
    refusal: () => Error,
  ): void {
    unit.add(this.updates, { where: { id, stage, csrf_hash }, set }, refusal);
  }

  /** Deletes the rows that have expired by `now`, and the oldest of those that nobody has approved beyond `most`. */
  async sweep(now = new Date(), stopping?: AbortSignal, most = MOST_TRANSACTIONS): Promise<void> {
    await deleteExpired(this.transactions, 'sign_in_transactions', now, stopping);
    await this.transactions.run((manager) => affected(manager, DROP_OLDEST, [most]));
  }
}

const makeRoom = async (manager: EntityManager, network_hash: string): Promise<void> => {
  const approved = await executeWithin(manager, APPROVED_OF_NETWORK, [network_hash, MOST_APPROVED_OF_NETWORK]);
  if (approved.length >= MOST_APPROVED_OF_NETWORK)
    throw new TooManyRequests(RETRY_AFTER_SECONDS, { reason: 'too many users of this network are signing in' });
  await affected(manager, DROP_OF_NETWORK, [network_hash, MOST_OF_NETWORK - 1]);
};

const APPROVED_OF_NETWORK = `SELECT id FROM sign_in_transactions WHERE network_hash = $1
  AND stage IN ('approved', 'returned') LIMIT $2`;

const DROP_OF_NETWORK = `DELETE FROM sign_in_transactions WHERE network_hash = $1 AND stage = 'asked' AND id <=
  (SELECT id FROM sign_in_transactions WHERE network_hash = $1 AND stage = 'asked' ORDER BY id DESC LIMIT 1 OFFSET $2)`;

const DROP_OLDEST = `DELETE FROM sign_in_transactions WHERE stage = 'asked' AND id <=
  (SELECT id FROM sign_in_transactions WHERE stage = 'asked' ORDER BY id DESC LIMIT 1 OFFSET $1)`;
