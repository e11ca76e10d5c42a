import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Environment } from '../config/environment';
import { dataSourceOptions } from './data-source-options';
import { openDatabase } from './open-database';
import { Transactions } from './transactions';

/** The connection of `DATABASE_URL`, and the one door for writes. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Environment],
      useFactory: ({ DATABASE_URL, MIGRATE_ON_START }: Environment) => ({
        ...dataSourceOptions(DATABASE_URL, MIGRATE_ON_START),
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: (options) => openDatabase(options as DataSourceOptions),
    }),
  ],
  providers: [Transactions],
  exports: [Transactions],
})
export class DatabaseModule {}
