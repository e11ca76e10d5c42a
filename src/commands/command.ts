import { type DynamicModule, type INestApplicationContext, type LogLevel, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { begin, type Called, type Program } from './begin';
import { Issuer } from '../core/issuer';
import { Environment } from '../platform/config/environment';
import { issuerOf } from '../platform/config/issuer';
import { processEnvironment } from '../platform/config/read-environment';
import { describeDatabase, requireDatabase } from '../platform/database/data-source-options';
import { DatabaseModule } from '../platform/database/database.module';
import { requireKeys } from '../platform/secrets/local-key-file';
import { SecretsModule } from '../platform/secrets/secrets.module';

const CREATE = 'create-database';

export interface Command extends Pick<Program, 'options' | 'words'> {
  readonly name: string;
  /** The arguments in its usage. */
  readonly arguments: string;
  readonly about: string;
  /** The modules that it needs besides the database. */
  readonly modules?: readonly (Type | DynamicModule)[];
  /** Whether it needs the keys of `SECRET_KEYS`. */
  readonly needsKeys?: boolean;
  /** Whether it brings the schema up to date. */
  readonly migrates?: boolean;
  readonly run: (app: INestApplicationContext, called: Called) => Promise<void>;
}

/**
 * Runs a program that does one thing with the database of `DATABASE_URL`. It prints the name of the database first. It
 * creates no database and changes no schema unless `--create-database` is given.
 */
export const command = ({ name, arguments: rest, about, options, words, run, ...needs }: Command): void => {
  begin({
    usage: `usage: node dist/commands/${name}.js ${rest}[--${CREATE}]\n\n${about}\n\n--${CREATE}: makes the database and its schema where DATABASE_URL has none`,
    options: { ...options, [CREATE]: { type: 'boolean' } },
    ...(words !== undefined && { words }),
    run: async (called) => {
      const app = await open(needs, called.options[CREATE] === true);
      try {
        await run(app, called);
      } finally {
        await app.close();
      }
    },
  });
};

type Needs = Pick<Command, 'modules' | 'needsKeys' | 'migrates'>;

const open = ({ modules = [], needsKeys, migrates }: Needs, mayCreate: boolean): Promise<INestApplicationContext> => {
  const environment = Object.freeze({ ...processEnvironment(), MIGRATE_ON_START: mayCreate || migrates === true });
  process.stdout.write(`Database: ${describeDatabase(environment.DATABASE_URL)}\n`);
  if (!mayCreate) requireDatabase(environment.DATABASE_URL, `--${CREATE}`);
  if (!mayCreate && needsKeys) requireKeys(environment, `--${CREATE}`);
  const imports = [DatabaseModule, ...(needsKeys ? [SecretsModule] : []), ...modules];
  const logged: LogLevel[] = ['error', 'warn'];
  return NestFactory.createApplicationContext(moduleOf(environment, imports), { logger: logged, abortOnError: false });
};

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
