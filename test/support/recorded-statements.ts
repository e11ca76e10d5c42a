import { Client } from 'pg';
import { sqliteDriver } from '../../src/platform/database/sqlite-driver';
import { databaseKind } from './test-database';

const PREPARES = ['run', 'all', 'get', 'each', 'prepare'] as const;

/** What reads or writes rows. */
const ABOUT_ROWS = /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/i;

/** What the drivers were given while `work` ran, each text once: no layer of ours or of TypeORM's is asked. */
export const recordedStatements = async (work: () => Promise<void>, kind = ABOUT_ROWS): Promise<string[]> => {
  const texts = new Set<string>();
  const listeners = databaseKind === 'sqlite' ? listenToSqlite(texts) : listenToPostgres(texts);
  try {
    await work();
  } finally {
    for (const listener of listeners) listener.mockRestore();
  }
  return [...texts].filter((text) => kind.test(text));
};

interface Listener {
  mockRestore(): void;
}

const listenToSqlite = (texts: Set<string>): Listener[] =>
  PREPARES.map((method) => listen(sqliteDriver.Database.prototype as never, method, (text) => texts.add(String(text))));

const listenToPostgres = (texts: Set<string>): Listener[] => [
  listen(Client.prototype as never, 'query', (query) =>
    texts.add(typeof query === 'string' ? query : (query as { text: string }).text),
  ),
];

type Methods = Record<string, (...given: readonly unknown[]) => unknown>;

/** Tells the first argument of each call and passes the call on. */
const listen = (prototype: Methods, method: string, tell: (first: unknown) => void): Listener => {
  const original = prototype[method];
  if (!original) throw new Error(`the driver has no method ${method}`);
  return jest.spyOn(prototype, method).mockImplementation(function (this: unknown, ...given) {
    tell(given[0]);
    return original.apply(this, given);
  });
};
