import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module';
import { Environment } from '../../../src/platform/config/environment';
import { readEnvironment } from '../../../src/platform/config/read-environment';
import { DatabaseModule } from '../../../src/platform/database/database.module';
import { SecretsModule } from '../../../src/platform/secrets/secrets.module';
import { SigningKeysModule } from '../../../src/signing-keys/signing-keys.module';
import { SECRET_KEYS } from '../secret-keys';

/** Has an empty database get its schema and its signing keys, and nothing else, as at the first start of a server. */
export const prepareDatabase = async (url: string): Promise<void> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, SECRET_KEYS });
  const module = await Test.createTestingModule({
    imports: [ConfigModule, DatabaseModule, SecretsModule, SigningKeysModule],
  })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  await module.init();
  await module.close();
};
