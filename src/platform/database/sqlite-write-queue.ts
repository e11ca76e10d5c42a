import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { rejectExpired, queueTimeoutOf, type Waiter } from './queue-timeout';

type Work<Result> = (manager: EntityManager) => Promise<Result>;

interface Turn extends Waiter {
  readonly work: Work<unknown>;
  /** SQLite undoes a statement that breaks a rule by itself, and commits one that stands alone. */
  readonly isOneStatement: boolean;
  readonly resolve: (result: never) => void;
}

/** Later ones wait for the next commit, so that the first do not wait for ever. */
const MOST_IN_ONE_COMMIT = 128;

/**
 * Writers of a SQLite database take turns: they share one connection, on which a second BEGIN would become part of the
 * first transaction. Those that came while a commit was on its way share the next one; what fails is undone alone.
 */
export class SqliteWriteQueue {
  private waiting: Turn[] = [];
  private isWriting = false;

  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` when its turn comes and gives its result once that is committed. */
  run<Result>(work: Work<Result>, isOneStatement = false): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ work, isOneStatement, resolve, reject, since: performance.now() });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const turns = rejectExpired(this.waiting.splice(0, MOST_IN_ONE_COMMIT), queueTimeoutOf(this.dataSource));
      if (turns.length > 0) await this.commit(turns);
    }
    this.isWriting = false;
  }

  private async commit(turns: readonly Turn[]): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const settled = await this.committed(turns, runner);
      turns.forEach(({ resolve, reject }, index) => {
        const one = settled[index];
        if (one?.status === 'fulfilled') resolve(one.value as never);
        else reject(one?.reason);
      });
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined); // what BEGIN or COMMIT refused may be undone already
      for (const { reject } of turns) reject(error);
    }
  }

  /**
   * Takes the write lock at the beginning, where the busy timeout makes a second process wait. A transaction that reads
   * first and writes later would fail at once when another process wrote in between.
   */
  private async committed(turns: readonly Turn[], runner: QueryRunner): Promise<PromiseSettledResult<unknown>[]> {
    const manager = this.dataSource.createEntityManager(runner);
    const [only, ...others] = turns;
    if (only?.isOneStatement && others.length === 0) return [await settledOf(only.work(manager))];
    await runner.query('BEGIN IMMEDIATE');
    const settled: PromiseSettledResult<unknown>[] = [];
    for (const turn of turns) settled.push(await this.attempt(turn, manager, runner));
    await runner.query('COMMIT');
    return settled;
  }

  private async attempt(
    { work, isOneStatement }: Turn,
    manager: EntityManager,
    runner: QueryRunner,
  ): Promise<PromiseSettledResult<unknown>> {
    if (isOneStatement) return unlessAllIsUndone(await settledOf(work(manager)));
    await runner.query('SAVEPOINT turn');
    const settled = unlessAllIsUndone(await settledOf(work(manager)));
    if (settled.status === 'rejected') await runner.query('ROLLBACK TO turn');
    await runner.query('RELEASE turn');
    return settled;
  }
}

/** After these SQLite may have undone the whole transaction, so that later turns would commit by themselves. */
const UNDOES_ALL = /^SQLITE_(FULL|IOERR|NOMEM|INTERRUPT)/;

/** Throws the reason of a failure that ends the commit for all who share it. */
const unlessAllIsUndone = <Settled extends PromiseSettledResult<unknown>>(settled: Settled): Settled => {
  if (settled.status === 'fulfilled') return settled;
  const { code } = (settled.reason as { driverError?: { code?: unknown } }).driverError ?? {};
  if (UNDOES_ALL.test(String(code))) throw settled.reason;
  return settled;
};

const settledOf = async (promise: Promise<unknown>): Promise<PromiseSettledResult<unknown>> => {
  const [settled] = await Promise.allSettled([promise]);
  return settled;
};
