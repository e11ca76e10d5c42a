import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Issuer } from '../core/issuer';
import { EventLogModule } from '../event-log/event-log.module';
import { Environment } from '../platform/config/environment';
import { issuerOf } from '../platform/config/issuer';
import { processEnvironment } from '../platform/config/read-environment';
import { describeDatabase, requireDatabase } from '../platform/database/data-source-options';
import { DatabaseModule } from '../platform/database/database.module';
import { requireKeys } from '../platform/secrets/local-key-file';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { StandardErrorLogger } from './standard-error.logger';

/** What a program needs of the server. */
export interface DatabaseNeeds {
  /** The modules that it needs besides the database. */
  readonly modules?: readonly (Type | DynamicModule)[];
  /** Whether it needs the keys of `SECRET_KEYS`. */
  readonly needsKeys?: boolean;
  /** Whether it brings the schema up to date. */
  readonly migrates?: boolean;
  /** Whether it creates the database if it is not there. */
  readonly mayCreate?: boolean;
}

/**
 * The modules of the server that a program needs, on the database of `DATABASE_URL`, which it names first on standard
 * error. Throws `StartFailure` if there is none and the program may not create one.
 */
export const openDatabase = ({
  modules = [],
  needsKeys,
  migrates = false,
  mayCreate = false,
}: DatabaseNeeds): Promise<INestApplicationContext> => {
  const environment = Object.freeze({ ...processEnvironment(), MIGRATE_ON_START: migrates });
  process.stderr.write(`Database: ${describeDatabase(environment.DATABASE_URL)}\n`);
  if (!mayCreate) requireDatabase(environment.DATABASE_URL, 'clientele migrate --create-database');
  if (needsKeys) requireKeys(environment, 'clientele serve');
  const imports = [DatabaseModule, EventLogModule, ...(needsKeys ? [SecretsModule] : []), ...modules];
  return createCommandContext(environment, imports);
};

/** Modules of the server with the environment and the issuer, and nothing else. */
export const createCommandContext = (
  environment: Environment,
  imports: readonly (Type | DynamicModule)[],
): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(moduleOf(environment, imports), {
    logger: new StandardErrorLogger({ logLevels: ['error', 'warn'] }),
    abortOnError: false,
  });

@Module({})
class CommandModule {}

@Module({})
class EnvironmentModule {}

const moduleOf = (environment: Environment, imports: readonly (Type | DynamicModule)[]): DynamicModule => ({
  module: CommandModule,
  imports: [
    {
      module: EnvironmentModule,
      global: true,
      providers: [
        { provide: Environment, useValue: environment },
        { provide: Issuer, useValue: issuerOf(environment) },
      ],
      exports: [Environment, Issuer],
    },
    ...imports,
  ],
});
