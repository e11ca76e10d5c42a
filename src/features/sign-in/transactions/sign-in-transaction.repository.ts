import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../../../platform/database/batched-reads';
import { InsertStatement } from '../../../platform/database/insert-statement';
import { affected, TransactionsService } from '../../../platform/database/transactions.service';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { UpdateStatement } from '../../../platform/database/update-statement';
import { deleteExpired } from '../../../platform/replay/delete-expired';
import type { Sweepable } from '../../../platform/replay/expiry-sweep.task';
import { SignInTransaction } from './sign-in-transaction.entity';

/** The most transactions whose users were not sent to an upstream, of one network and of all together. */
const MOST_OF_NETWORK = 50;
const MOST_TRANSACTIONS = 100_000;

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
   * Stores a new transaction. If its network has too many whose users were not sent to an upstream, the oldest of these are
   * deleted. Those whose users are at an upstream stay, and no new one is refused: so nobody ends the sign-in of somebody else
   * in the same network, or prevents it. The rate limits of the steps bound their number.
   */
  insert(unit: UnitOfWork, transaction: SignInTransaction): void {
    unit.add(this.inserts, transaction);
    unit.addStep((manager) => affected(manager, DROP_OF_NETWORK, [transaction.network_hash, MOST_OF_NETWORK - 1]));
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

  /** Deletes the rows that have expired by `now`, and the oldest of those beyond `most` whose users were not sent to an upstream. */
  async sweep(now = new Date(), stopping?: AbortSignal, most = MOST_TRANSACTIONS): Promise<void> {
    await deleteExpired(this.transactions, 'sign_in_transactions', now, stopping);
    await this.transactions.run((manager) => affected(manager, DROP_OLDEST, [most]));
  }
}

/** The page is shown, or it was approved and the user chooses an upstream, or no upstream responded. */
const BEFORE_UPSTREAM = "stage IN ('asked', 'approved') AND upstream_state_hash IS NULL";

const DROP_OF_NETWORK = `DELETE FROM sign_in_transactions WHERE network_hash = $1 AND ${BEFORE_UPSTREAM} AND id <=
  (SELECT id FROM sign_in_transactions WHERE network_hash = $1 AND ${BEFORE_UPSTREAM} ORDER BY id DESC LIMIT 1 OFFSET $2)`;

const DROP_OLDEST = `DELETE FROM sign_in_transactions WHERE ${BEFORE_UPSTREAM} AND id <=
  (SELECT id FROM sign_in_transactions WHERE ${BEFORE_UPSTREAM} ORDER BY id DESC LIMIT 1 OFFSET $1)`;
