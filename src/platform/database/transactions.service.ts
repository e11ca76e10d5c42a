import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { execute } from './execute';
import { retry } from './retries';
import type { Row } from './rows';
import { SqliteWriteQueue } from './sqlite-write-queue';
import { WriteConnectionService } from './write-connection.service';
import { WriteStateService } from './write-state.service';

/** All writes to the database. */
@Injectable()
export class TransactionsService {
  private readonly queue: SqliteWriteQueue | undefined;

  constructor(
    private readonly writer: WriteConnectionService,
    private readonly state: WriteStateService,
  ) {
    const { dataSource, file } = writer;
    if (dataSource.options.type === 'sqlite') this.queue = new SqliteWriteQueue(dataSource, file);
  }

  /**
   * Runs `work` in a transaction and gives its result after the commit. It may run more than once: it starts again if
   * it loses against a concurrent transaction. On SQLite, where one writes at a time, transactions that wait share a
   * commit.
   */
  run<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.noted(this.queue?.run(work) ?? retry(() => this.writer.dataSource.transaction(work)));
  }

  /** Runs one statement, written for both databases, that is a transaction by itself; gives the rows that it returns. */
  statement(text: string, parameters: unknown[]): Promise<readonly Row[]> {
    const statement = (): Promise<readonly Row[]> => execute(this.writer.dataSource, text, parameters);
    return this.noted(this.queue?.run(statement, true) ?? retry(statement));
  }

  private noted<Result>(write: Promise<Result>): Promise<Result> {
    return write.catch((error: unknown) => {
      this.state.note(error);
      throw error;
    });
  }
}

/** Runs a statement written for both databases and gives the number of rows it changed. */
export const affected = async (manager: EntityManager, statement: string, parameters: unknown[]): Promise<number> => {
  if (!manager.queryRunner) throw new Error('a statement runs within a transaction');
  const result = (await manager.queryRunner.query(statement, parameters, true)) as { affected?: number };
  return result.affected ?? 0;
};
