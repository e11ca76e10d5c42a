import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Environment } from '../config/environment';
import { dataSourceOptions } from './data-source-options';
import { openDatabase, type OpeningOptions } from './open-database';
import { ReplicaReads } from './replica-reads';
import { StartRetries } from './start-retries';
import { Transactions } from './transactions';
import { UnitsOfWork } from './units-of-work.service';
import { Writer } from './writer';

/** The connection of `DATABASE_URL`, {@link Transactions} for all writes, and the replicas for reads that may lag. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Environment],
      useFactory: (environment: Environment) => ({
        ...dataSourceOptions(environment.DATABASE_URL, environment.MIGRATE_ON_START, {
          poolSize: environment.DATABASE_POOL_SIZE,
          timeoutMs: environment.DATABASE_TIMEOUT,
        }),
        startTimeoutMs: environment.DATABASE_START_TIMEOUT,
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: (options) => openDatabase(options as OpeningOptions),
    }),
  ],
  providers: [
    { provide: Writer, inject: [DataSource], useFactory: (reader: DataSource) => Writer.beside(reader) },
    Transactions,
    ReplicaReads,
    StartRetries,
    UnitsOfWork,
  ],
  exports: [Transactions, ReplicaReads, StartRetries, UnitsOfWork],
})
export class DatabaseModule {}
