import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/config/config.module';
import { Environment } from '../../../src/config/environment';
import { readEnvironment } from '../../../src/config/read-environment';
import { DatabaseModule } from '../../../src/database/database.module';
import { KeysModule } from '../../../src/keys/keys.module';
import { SecretsModule } from '../../../src/secrets/secrets.module';
import { SECRET_KEYS } from '../secret-keys';

/** Has an empty database get its schema and its signing keys, and nothing else, as at the first start of a server. */
export const prepareDatabase = async (url: string): Promise<void> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, SECRET_KEYS });
  const module = await Test.createTestingModule({
    imports: [ConfigModule, DatabaseModule, SecretsModule, KeysModule],
  })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  await module.init();
  await module.close();
};
