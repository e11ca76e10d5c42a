import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** The one door for writes. */
@Injectable()
export class Transactions {
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction of its own and gives its result once that is committed. On SQLite all requests share
   * one connection, on which a second BEGIN would become part of the first transaction: there they take turns.
   */
  run<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (this.dataSource.options.type === 'postgres') return this.dataSource.transaction(work);
    const turn = this.lastTurn.then(() => this.runImmediately(work));
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Takes SQLite's write lock at the beginning, where the busy timeout makes a second process wait. A transaction that
   * reads first and writes later would fail at once when another process wrote in between.
   */
  private async runImmediately<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    await runner.query('BEGIN IMMEDIATE');
    try {
      const result = await work(this.dataSource.createEntityManager(runner));
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK');
      throw error;
    }
  }
}

/** Runs a statement written for both databases and gives the number of rows it changed. */
export const affected = async (manager: EntityManager, statement: string, parameters: unknown[]): Promise<number> => {
  if (!manager.queryRunner) throw new Error('a statement runs within a transaction');
  const result = (await manager.queryRunner.query(statement, parameters, true)) as { affected?: number };
  return result.affected ?? 0;
};
