import type { Provider } from '@nestjs/common';
import { startApplication } from '../../scripts/start-application';
import { readEnvironment } from '../../src/platform/config/read-environment';
import { keepTrack } from './close-leftovers';
import { SECRET_KEYS } from './secret-keys';
import { migratedDatabase, preparedDatabase, type TestDatabase } from './test-database';
import { TestServer } from './test-server';
import { UNHURRIED } from './unhurried';

/** Variables of the environment, as texts. */
export type Variables = Readonly<Record<string, string>>;

/** The signing keys of a prepared database open with the tests' `SECRET_KEYS` alone. */
const databaseFor = (variables: Variables): Promise<TestDatabase> =>
  variables['SECRET_KEYS'] === undefined ? preparedDatabase() : migratedDatabase();

/**
 * The real application on the database of this run, listening on a port of its own. Its issuer stays the default
 * `http://localhost:3000`, so that a test fails if an address is taken from the Host header. It also has these
 * `providers`, as if a module of a later feature had added them.
 */
export const createTestApp = async (
  variables: Variables = {},
  shared?: TestDatabase,
  providers: Provider[] = [],
): Promise<TestServer> => {
  if (shared !== undefined) return start(variables, shared, false, providers);
  const own = await databaseFor(variables);
  try {
    return await start(variables, own, true, providers);
  } catch (error) {
    await own.drop();
    throw error;
  }
};

const start = async (
  variables: Variables,
  database: TestDatabase,
  ownsDatabase: boolean,
  providers: Provider[],
): Promise<TestServer> => {
  const environment = readEnvironment({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    SECRET_KEYS,
    RATE_LIMIT_FAILED_AUTH: '0',
    RATE_LIMIT_FAILED_AUTH_NETWORK: '0',
    RATE_LIMIT_UPDATE: '0',
    RATE_LIMIT_VALIDATE: '0',
    RATE_LIMIT_AUTHORIZE: '0',
    RATE_LIMIT_DECISION: '0',
    RATE_LIMIT_CALLBACK: '0',
    ...UNHURRIED,
    ...variables,
  });
  const app = await startApplication(environment, { PORT: 0, HOST: '127.0.0.1', providers });
  return keepTrack(new TestServer(app, environment, database, ownsDatabase));
};
