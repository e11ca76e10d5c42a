import cluster from 'node:cluster';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Environment } from '../config/environment';
import { ExpirySweepTask } from '../replay/expiry-sweep.task';
import type { Counts } from './counts';
import { DatabaseCounts } from './database-counts.store';
import { MemoryCounts } from './memory-counts';
import { PrimaryCounts } from './primary-counts';
import { RateLimitCount } from './rate-limit-count.entity';
import { RateLimits } from './rate-limits.service';
import { redisCounts, redisPrefix } from './redis-counts';
import { SharedCounts } from './shared-counts';

/** `RATE_LIMIT_STORE`: where the rate limits count. In memory, the workers of a machine count in that of the primary. */
const countsOf = async (environment: Environment, database: DatabaseCounts): Promise<Counts> => {
  const { RATE_LIMIT_STORE, REDIS_URL } = environment;
  if (RATE_LIMIT_STORE === 'database') return new SharedCounts('the database', database);
  if (RATE_LIMIT_STORE === 'redis')
    return new SharedCounts('Redis', await redisCounts(REDIS_URL, redisPrefix(environment)));
  return cluster.isWorker ? new SharedCounts('the primary process', new PrimaryCounts()) : new MemoryCounts();
};

/** The rate limits of all features. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([RateLimitCount])],
  providers: [
    DatabaseCounts,
    {
      provide: RateLimits,
      inject: [Environment, DatabaseCounts],
      useFactory: async (environment: Environment, database: DatabaseCounts) =>
        new RateLimits(await countsOf(environment, database)),
    },
    {
      provide: ExpirySweepTask,
      inject: [DatabaseCounts],
      useFactory: (counts: DatabaseCounts) => new ExpirySweepTask('rate_limit_counts', counts),
    },
  ],
  exports: [RateLimits],
})
export class RateLimitsModule {}
