import { holdWrites } from './held-writes';
import type { TestDatabase } from './test-database';

/** Holds every registration with one initial access token after its client is inserted and before its use is spent. */
export const holdSpending = (database: TestDatabase, id: string): ReturnType<typeof holdWrites> =>
  holdWrites(database, { table: 'initial_access_tokens', key: 'id', id });
