import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Environment } from '../config/environment';
import { dataSourceOptions } from './data-source-options';
import { openDatabase, type OpeningOptions } from './open-database';
import { PrimaryService } from './primary.service';
import { PrimaryWatchTask } from './primary-watch.task';
import { ReplicaReadsService } from './replica-reads.service';
import { StartRetriesService } from './start-retries.service';
import { TransactionsService } from './transactions.service';
import { UnitsOfWorkService } from './units-of-work.service';
import { WriteConnectionService } from './write-connection.service';
import { WriteStateService } from './write-state.service';

/** True in a program that needs all privileges on all tables. */
const NEEDS_GRANTS = Symbol('NEEDS_GRANTS');

/** The connection of `DATABASE_URL`, {@link TransactionsService} for all writes, and the replicas for reads that may lag. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Environment, { token: NEEDS_GRANTS, optional: true }],
      useFactory: (environment: Environment, needsGrants?: boolean) => ({
        ...dataSourceOptions(environment.DATABASE_URL, environment.MIGRATE_ON_START, {
          poolSize: environment.DATABASE_POOL_SIZE,
          timeoutMs: environment.DATABASE_TIMEOUT,
          maxAgeMs: environment.DATABASE_CONNECTION_MAX_AGE,
        }),
        databaseUrl: environment.DATABASE_URL,
        startTimeoutMs: environment.DATABASE_START_TIMEOUT,
        needsGrants,
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: (options) => openDatabase(options as OpeningOptions),
    }),
  ],
  providers: [
    {
      provide: WriteConnectionService,
      inject: [DataSource],
      useFactory: (reader: DataSource) => WriteConnectionService.beside(reader),
    },
    TransactionsService,
    PrimaryService,
    PrimaryWatchTask,
    ReplicaReadsService,
    StartRetriesService,
    UnitsOfWorkService,
    WriteStateService,
  ],
  exports: [
    TransactionsService,
    PrimaryService,
    ReplicaReadsService,
    StartRetriesService,
    UnitsOfWorkService,
    WriteStateService,
  ],
})
export class DatabaseModule {
  /** The same for the server. If it does not migrate, privileges that are missing end its start; commands need fewer. */
  static ofServer(): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: NEEDS_GRANTS, useValue: true }],
      exports: [NEEDS_GRANTS],
    };
  }
}
