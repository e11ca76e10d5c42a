import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../../../platform/database/batched-reads';
import { InsertStatement } from '../../../platform/database/insert-statement';
import { TransactionsService } from '../../../platform/database/transactions.service';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { deleteExpired } from '../../../platform/replay/delete-expired';
import type { Sweepable } from '../../../platform/replay/expiry-sweep.task';
import type { TransactionOfRequest } from '../request/indirect-requests';
import { PushedRequest } from './pushed-request.entity';

/** The stored pushed requests. */
@Injectable()
export class PushedRequestRepository implements Sweepable {
  private readonly reads: BatchedReads<PushedRequest>;
  private readonly inserts: InsertStatement<PushedRequest>;

  constructor(
    dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, PushedRequest, 'hash');
    this.inserts = new InsertStatement(dataSource, PushedRequest);
  }

  /** The request with one of these hashes, in its current state. */
  async find(hashes: readonly string[]): Promise<PushedRequest | undefined> {
    const found = await Promise.all(hashes.map((hash) => this.reads.find(hash)));
    return found.find((one) => one !== undefined);
  }

  insert(unit: UnitOfWork, request: PushedRequest): void {
    unit.add(this.inserts, request);
  }

  /**
   * Marks a request as used by a transaction, or by none. It stays as long as its transaction, so that the page can be reloaded.
   * Returns false if it was used before.
   */
  async use(request: PushedRequest, transaction?: TransactionOfRequest): Promise<boolean> {
    const text =
      'UPDATE pushed_requests SET transaction_id = $1, expires_at = $2 WHERE hash = $3 AND transaction_id IS NULL RETURNING hash';
    const { expires_at } = transaction ?? request;
    const values = [transaction?.id ?? '', expires_at.getTime(), request.hash];
    return (await this.transactions.statement(text, values)).length > 0;
  }

  sweep(now = new Date(), stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'pushed_requests', now, stopping);
  }
}
