import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
import { execute } from '../../../platform/database/execute';
import { list } from '../../../platform/database/rows';
import { affected, TransactionsService } from '../../../platform/database/transactions.service';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { Job } from './job.entity';
import { type JobFailure, JobState } from './job-state.entity';

/** Another node works on the job, or it has ended. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

/** What became of some clients of a job. */
export interface JobStep {
  readonly cursor: string;
  readonly done: number;
  readonly refused: number;
  readonly failures: readonly JobFailure[];
}

/** No other node takes a job of this one before; each step extends it. */
const TURN_MS = 15_000;
const KEPT_MS = 30 * 86_400_000;
const BEFORE_ALL = new Date(0);
/** Greater than every UUID. */
const AFTER_ALL = 'g';

const TAKE = `UPDATE job_states SET node = $1, node_until = $2 WHERE id = (SELECT id FROM job_states
  WHERE expires_at IS NULL AND node_until <= $3 ORDER BY node_until LIMIT 1) AND expires_at IS NULL AND node_until <= $4
  RETURNING id`;
const STEP = `UPDATE job_states SET cursor = $1, done = done + $2, refused = refused + $3, failures = $4, node_until = $5
  WHERE id = $6 AND node = $7 AND expires_at IS NULL`;
const RELEASE = 'UPDATE job_states SET node_until = 0 WHERE id = $1 AND node = $2 AND expires_at IS NULL';
const STOP = `UPDATE job_states SET status = 'stopping' WHERE id = $1 AND status = 'running'`;
const END = `UPDATE job_states SET status = $1, ended_at = $2, expires_at = $3
  WHERE id = $4 AND node = $5 AND expires_at IS NULL`;
const EXPIRED = 'SELECT id FROM job_states WHERE expires_at IS NOT NULL AND expires_at <= $1 LIMIT 500';

/** Reads and writes jobs. */
@Injectable()
export class JobRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {}

  /** Adds a new job to a unit of work. */
  add(unit: UnitOfWork, job: Job): JobState {
    const state: JobState = {
      ...{ id: job.id, status: 'running', cursor: '', done: 0, refused: 0, failures: [] },
      ...{ node: null, node_until: BEFORE_ALL, ended_at: null, expires_at: null },
    };
    unit.addStep(async (manager) => {
      await manager.insert(Job, job);
      await manager.insert(JobState, state);
    });
    return state;
  }

  async find(id: string): Promise<readonly [Job, JobState] | undefined> {
    const job = await this.dataSource.getRepository(Job).findOneBy({ id });
    const state = job && (await this.dataSource.getRepository(JobState).findOneBy({ id }));
    return job && state ? [job, state] : undefined;
  }

  /** The newest jobs before this id, or of all. */
  async before(id: string, most: number): Promise<readonly (readonly [Job, JobState])[]> {
    const jobs = await this.dataSource
      .getRepository(Job)
      .find({ where: { id: LessThan(id === '' ? AFTER_ALL : id) }, order: { id: 'DESC' }, take: most });
    const found = await Promise.all(jobs.map(({ id: own }) => this.find(own)));
    return found.filter((one) => one !== undefined);
  }

  /** Takes a job that nobody works on; gives its id. */
  async take(node: string): Promise<string | undefined> {
    const now = Date.now();
    const [row] = await this.transactions.statement(TAKE, [node, now + TURN_MS, now, now]);
    return row && String(row['id']);
  }

  /** Writes what became of clients, within the transaction of the change or in one of its own. Throws {@link JobLost}. */
  async step(
    id: string,
    node: string,
    { cursor, done, refused, failures }: JobStep,
    manager?: EntityManager,
  ): Promise<void> {
    const values = [cursor, done, refused, JSON.stringify(failures), Date.now() + TURN_MS, id, node];
    const write = async (within: EntityManager): Promise<void> => {
      if ((await affected(within, STEP, values)) === 0) throw new JobLost();
    };
    await (manager ? write(manager) : this.transactions.run(write));
  }

  /** Lets another node go on with a job at once. */
  async release(id: string, node: string): Promise<void> {
    await this.transactions.statement(RELEASE, [id, node]);
  }

  async end(id: string, node: string, status: 'stopped' | 'finished'): Promise<void> {
    const now = Date.now();
    await this.transactions.statement(END, [status, now, now + KEPT_MS, id, node]);
  }

  /** Makes the node that works on a job stop between two clients. Gives false if it has ended or is stopping. */
  stop(id: string): Promise<boolean> {
    return this.transactions.run(async (manager) => (await affected(manager, STOP, [id])) > 0);
  }

  /** Deletes jobs that ended 30 days ago, 500 at most. */
  async deleteExpired(now: Date): Promise<void> {
    const ids = (await execute(this.dataSource, EXPIRED, [now.getTime()])).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.transactions.run(async (manager) => {
      for (const table of ['jobs', 'job_states'])
        await affected(manager, `DELETE FROM ${table} WHERE id IN (${list(ids.length)})`, ids);
    });
  }
}
