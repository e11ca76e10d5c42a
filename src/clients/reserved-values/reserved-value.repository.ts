import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../../platform/database/batched-reads';
import { InsertStatement } from '../../platform/database/insert-statement';
import { TransactionsService } from '../../platform/database/transactions.service';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { RESERVED_COLUMNS, type ReservedColumn, type ReservingClient } from './reserved-columns';
import { ReservedValue } from './reserved-value.entity';
import { ValueTaken } from './value-taken';

/** Reads and writes which client has a value that only one may have. */
@Injectable()
export class ReservedValueRepository {
  private readonly reads: BatchedReads<ReservedValue>;
  private readonly inserts: InsertStatement<ReservedValue>;

  constructor(
    dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, ReservedValue, 'value');
    this.inserts = new InsertStatement(dataSource, ReservedValue, 'refuse', 'later');
  }

  /** The identifier of the client that has a value; nothing if it is free. */
  async holderOf(value: string): Promise<string | undefined> {
    return (await this.reads.find(value))?.client_id;
  }

  /** Frees a value that a client has no longer, unless another client has it by now. */
  async discard(value: string, client_id: string): Promise<void> {
    await this.transactions.statement('DELETE FROM reserved_values WHERE value = $1 AND client_id = $2', [
      value,
      client_id,
    ]);
  }

  /** Reserves the values of a new client with its unit, which fails with {@link ValueTaken} if another client has one. */
  reserve(unit: UnitOfWork, client: ReservingClient): void {
    for (const column of RESERVED_COLUMNS) this.take(unit, client.client_id, column, client[column]);
  }

  /** Frees the values of a client that is deleted with the unit. */
  release(unit: UnitOfWork, client: ReservingClient): void {
    for (const column of RESERVED_COLUMNS) this.free(unit, client.client_id, client[column]);
  }

  /** Does both for a change of a client. The unit fails with {@link ValueTaken}. */
  change(unit: UnitOfWork, before: ReservingClient, change: Partial<ReservingClient>): void {
    for (const column of RESERVED_COLUMNS) {
      const [old, next] = [before[column] ?? null, change[column]];
      if (next === undefined || next === old) continue;
      this.free(unit, before.client_id, old);
      this.take(unit, before.client_id, column, next);
    }
  }

  private take(unit: UnitOfWork, client_id: string, column: ReservedColumn, value?: string | null): void {
    if (value != null) unit.add(this.inserts, { value, client_id }, () => new ValueTaken(column));
  }

  private free(unit: UnitOfWork, client_id: string, value?: string | null): void {
    if (value != null) unit.addStep((manager) => manager.delete(ReservedValue, { value, client_id }));
  }
}
