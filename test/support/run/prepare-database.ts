import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module';
import { Environment } from '../../../src/platform/config/environment';
import { readEnvironment } from '../../../src/platform/config/read-environment';
import { DatabaseModule } from '../../../src/platform/database/database.module';
import { SecretsModule } from '../../../src/platform/secrets/secrets.module';
import { SigningKeysModule } from '../../../src/signing-keys/signing-keys.module';
import { SECRET_KEYS } from '../secret-keys';

/** Gives an empty database its schema, and nothing else. */
export const migrateDatabase = (url: string): Promise<void> => startWith(url, [ConfigModule, DatabaseModule]);

/** Gives a database its schema and its signing keys, and nothing else, as at the first start of a server. */
export const prepareDatabase = (url: string): Promise<void> =>
  startWith(url, [ConfigModule, DatabaseModule, SecretsModule, SigningKeysModule]);

const startWith = async (url: string, imports: NonNullable<ModuleMetadata['imports']>): Promise<void> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, SECRET_KEYS });
  const module = await Test.createTestingModule({ imports })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  await module.init();
  await module.close();
};
