import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module';
import { Environment } from '../../../src/platform/config/environment';
import { readEnvironment } from '../../../src/platform/config/read-environment';
import { DatabaseModule } from '../../../src/platform/database/database.module';
import { SecretsModule } from '../../../src/platform/secrets/secrets.module';
import { SigningKeysModule } from '../../../src/signing-keys/signing-keys.module';
import { SECRET_KEYS } from '../secret-keys';

const MIGRATED = [ConfigModule, DatabaseModule];
/** As the first start of a server leaves a database. */
const WITH_KEYS = [...MIGRATED, SecretsModule, SigningKeysModule];

/** Gives a database its schema and, with the word `keys`, its signing keys; and nothing else. */
const prepare = async (url = '', word?: string): Promise<void> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, SECRET_KEYS });
  const module = await Test.createTestingModule({ imports: word === 'keys' ? WITH_KEYS : MIGRATED })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  await module.init();
  await module.close();
};

void prepare(...process.argv.slice(2));
