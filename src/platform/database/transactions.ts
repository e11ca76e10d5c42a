import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { execute } from './execute';
import { retried } from './retries';
import type { Row } from './rows';
import { SqliteWriteQueue } from './sqlite-write-queue';
import { Writer } from './writer';

/** The one door for writes. */
@Injectable()
export class Transactions {
  private readonly turns: SqliteWriteQueue | undefined;

  constructor(private readonly writer: Writer) {
    if (writer.dataSource.options.type === 'sqlite') this.turns = new SqliteWriteQueue(writer.dataSource);
  }

  /**
   * Runs `work` in a transaction of its own and gives its result once that is committed. It may run more than once: a
   * concurrent transaction that got in its way makes it begin anew. On SQLite, where one writes at a time, those that
   * wait share a commit.
   */
  run<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.turns?.run(work) ?? retried(() => this.writer.dataSource.transaction(work));
  }

  /** Runs a single statement that is a transaction by itself, written for both databases; gives the rows it returns. */
  statement(text: string, parameters: unknown[]): Promise<readonly Row[]> {
    const statement = (): Promise<readonly Row[]> => execute(this.writer.dataSource, text, parameters);
    return this.turns?.run(statement, true) ?? retried(statement);
  }
}

/** Runs a statement written for both databases and gives the number of rows it changed. */
export const affected = async (manager: EntityManager, statement: string, parameters: unknown[]): Promise<number> => {
  if (!manager.queryRunner) throw new Error('a statement runs within a transaction');
  const result = (await manager.queryRunner.query(statement, parameters, true)) as { affected?: number };
  return result.affected ?? 0;
};
