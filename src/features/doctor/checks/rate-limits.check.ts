import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { redisCounts, redisPrefix } from '../../../platform/rate-limits/redis-counts';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, note, ok, reasonOf } from '../finding';

/** How long the count of the check stays at most. */
const SECONDS = 5;
const REMEDY =
  'correct the setting or the rights of its user: requests are not limited, or are refused, until it works';

/** Whether the store of rate limits counts: a count of its own is written and read, and disappears. */
@Injectable()
@Examines({ name: 'rate limits' })
export class RateLimitsCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly database: ExaminedDatabase,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { RATE_LIMIT_STORE } = this.environment;
    if (RATE_LIMIT_STORE === 'memory') return [ok('each machine counts in its memory')];
    const isRedis = RATE_LIMIT_STORE === 'redis';
    if (!isRedis && !this.database.has('schema'))
      return [note('not checked, because the database cannot be used or is not migrated')];
    const store = isRedis ? 'the Redis of REDIS_URL' : 'the table rate_limit_counts';
    try {
      const counts = await (isRedis ? this.inRedis() : this.inDatabase());
      return [countFinding(store, counts)];
    } catch (error) {
      return [failure(`${store} does not count: ${reasonOf(error)}`, REMEDY)];
    }
  }

  /** As the limits count; the key expires. */
  private async inRedis(): Promise<readonly number[]> {
    const counts = await redisCounts(this.environment.REDIS_URL, redisPrefix(this.environment));
    try {
      const addition = { limit: 'doctor', key: randomUUID(), points: 1, seconds: SECONDS };
      return [(await counts.add(addition)).points, (await counts.add(addition)).points];
    } finally {
      counts.close?.();
    }
  }

  /** In a transaction that is not committed. */
  private async inDatabase(): Promise<readonly number[]> {
    const runner = this.database.dataSource.createQueryRunner();
    const text = `INSERT INTO rate_limit_counts (key, points, expire) VALUES ($1, 1, $2)
      ON CONFLICT (key) DO UPDATE SET points = rate_limit_counts.points + 1 RETURNING points`;
    const parameters = [`doctor ${randomUUID()}`, Date.now() + SECONDS * 1000];
    const add = async (): Promise<number> => {
      const [row] = (await runner.query(text, parameters)) as { points: number }[];
      return Number(row?.points);
    };
    await runner.startTransaction();
    try {
      return [await add(), await add()];
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
}

/** What is to be said about a store in which two additions had these results. */
export const countFinding = (store: string, [first, second]: readonly number[]): Finding =>
  first === 1 && second === 2
    ? ok(`${store} counts`)
    : failure(`${store} does not count: two additions gave ${first} and ${second}`, REMEDY);
