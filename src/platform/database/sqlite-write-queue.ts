import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { SqliteFile } from './sqlite-file';
import { rejectExpired, queueTimeoutOf, type Waiter } from './queue-timeout';

type Work<Result> = (manager: EntityManager) => Promise<Result>;

interface QueuedWrite extends Waiter {
  readonly work: Work<unknown>;
  /** SQLite undoes a statement that breaks a rule by itself, and commits one that stands alone. */
  readonly isOneStatement: boolean;
  readonly resolve: (result: never) => void;
}

/** The most writes in one commit. Further writes wait for the next one, so that the first ones get their response. */
const MOST_IN_ONE_COMMIT = 128;

/**
 * Runs the writes to a SQLite database one after the other: they share one connection, on which a second BEGIN would
 * become part of the first transaction. Writes that arrive during a commit share the next one. A write that fails is
 * rolled back alone.
 */
export class SqliteWriteQueue {
  private waiting: QueuedWrite[] = [];
  private isWriting = false;

  /** `file` is that of the database; absent for one in memory. */
  constructor(
    private readonly dataSource: DataSource,
    private readonly file?: SqliteFile,
  ) {}

  /** Queues `work` and gives its result after the commit. */
  run<Result>(work: Work<Result>, isOneStatement = false): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ work, isOneStatement, resolve, reject, since: performance.now() });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const writes = rejectExpired(this.waiting.splice(0, MOST_IN_ONE_COMMIT), queueTimeoutOf(this.dataSource));
      if (writes.length > 0) await this.commit(writes);
    }
    this.isWriting = false;
  }

  /** Looks for the file before and after: a write is confirmed only if it is in the file that the next start opens. */
  private async commit(writes: readonly QueuedWrite[]): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      this.file?.requireInPlace();
      const settled = await this.runAll(writes, runner);
      this.file?.requireInPlace();
      writes.forEach(({ resolve, reject }, index) => {
        const one = settled[index];
        if (one?.status === 'fulfilled') resolve(one.value as never);
        else reject(one?.reason);
      });
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined); // a failed BEGIN or COMMIT may have ended the transaction already
      for (const { reject } of writes) reject(error);
    }
  }

  /**
   * Takes the write lock at the beginning, where the busy timeout makes a second process wait. A transaction that reads
   * first and writes later would fail at once when another process wrote in between.
   */
  private async runAll(writes: readonly QueuedWrite[], runner: QueryRunner): Promise<PromiseSettledResult<unknown>[]> {
    const manager = this.dataSource.createEntityManager(runner);
    const [only, ...others] = writes;
    if (only && others.length === 0) return [await this.runAlone(only, manager, runner)];
    await runner.query('BEGIN IMMEDIATE');
    const settled: PromiseSettledResult<unknown>[] = [];
    for (const write of writes) settled.push(await this.attempt(write, manager, runner));
    await runner.query('COMMIT');
    return settled;
  }

  /** A write that shares its commit with no other needs no savepoint, and one statement needs no transaction. */
  private async runAlone(
    { work, isOneStatement }: QueuedWrite,
    manager: EntityManager,
    runner: QueryRunner,
  ): Promise<PromiseSettledResult<unknown>> {
    if (isOneStatement) return settledOf(work(manager));
    await runner.query('BEGIN IMMEDIATE');
    const settled = unlessAllIsUndone(await settledOf(work(manager)));
    await runner.query(settled.status === 'rejected' ? 'ROLLBACK' : 'COMMIT');
    return settled;
  }

  private async attempt(
    { work, isOneStatement }: QueuedWrite,
    manager: EntityManager,
    runner: QueryRunner,
  ): Promise<PromiseSettledResult<unknown>> {
    if (isOneStatement) return unlessAllIsUndone(await settledOf(work(manager)));
    await runner.query('SAVEPOINT one_write');
    const settled = unlessAllIsUndone(await settledOf(work(manager)));
    if (settled.status === 'rejected') await runner.query('ROLLBACK TO one_write');
    await runner.query('RELEASE one_write');
    return settled;
  }
}

/**
 * After these errors SQLite may have rolled back the whole transaction, so that later writes would commit by
 * themselves.
 */
const UNDOES_ALL = /^SQLITE_(FULL|IOERR|NOMEM|INTERRUPT)/;

/** Throws the error that rolled back all writes of the commit, if there was one. */
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
