import { Client } from 'pg';
import type { CombinedStatement } from '../../src/platform/database/combined-statement';
import { sqliteDriver } from '../../src/platform/database/sqlite-driver';
import { SqliteTriggers } from '../../src/platform/database/sqlite-triggers';
import { databaseKind } from './test-database';

const PREPARES = ['run', 'all', 'get', 'each', 'prepare'] as const;

/** What a node asks each second. */
const WATCH = 'SHOW transaction_read_only';

/** What makes and runs a trigger of `SqliteTriggers`. */
const OF_TRIGGERS = /^(CREATE TEMP (VIEW|TRIGGER)|INSERT INTO) combined_\d+/;

/** What reads which version of a policy is applied, and not its content; SQLite gives the row as one text. */
export const READS_POLICY_VERSIONS =
  /^SELECT (json_array\()?name, version(\) AS json_text)? FROM policies WHERE name IN \(/;

/** What reads or writes rows. */
export const ABOUT_ROWS = /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/i;

/** The texts of the statements that the drivers were given while `work` ran, each once. */
export const recordedStatements = async (work: () => Promise<void>, kind = ABOUT_ROWS): Promise<string[]> => {
  const texts = new Set<string>();
  await recorded(work, (text) => texts.add(text));
  return [...texts].filter((text) => kind.test(text));
};

/** The texts of the statements that the drivers ran, one for each run, in order. */
export const executedStatements = async (work: () => Promise<void>): Promise<string[]> => {
  const texts: string[] = [];
  await recorded(work, (text, method) => {
    if (method !== 'prepare' && text !== WATCH) texts.push(text);
  });
  return texts;
};

type Recorder = (text: string, method: string) => void;

const recorded = async (work: () => Promise<void>, record: Recorder): Promise<void> => {
  const listeners = databaseKind === 'sqlite' ? listenToSqlite(record) : listenToPostgres(record);
  try {
    await work();
  } finally {
    for (const listener of listeners) listener.mockRestore();
  }
};

interface Listener {
  mockRestore(): void;
}

/** Statements that run as one are recorded as those that they are, and not as the trigger that runs them. */
const listenToSqlite = (record: Recorder): Listener[] => [
  ...PREPARES.map((method) =>
    listen(sqliteDriver.Database.prototype as never, method, (text) => {
      if (!OF_TRIGGERS.test(String(text))) record(String(text), method);
    }),
  ),
  listen(SqliteTriggers.prototype as never, 'write', (combined) => {
    for (const { text } of (combined as CombinedStatement).parts) record(text, 'all');
  }),
];

const listenToPostgres = (record: Recorder): Listener[] => [
  listen(Client.prototype as never, 'query', (query) => {
    record(typeof query === 'string' ? query : (query as { text: string }).text, 'query');
  }),
];

type Methods = Record<string, (...given: readonly unknown[]) => unknown>;

/** Tells the first argument of each call and passes the call on. */
const listen = (prototype: Methods, method: string, record: (first: unknown) => void): Listener => {
  const original = prototype[method];
  if (!original) throw new Error(`the driver has no method ${method}`);
  return jest.spyOn(prototype, method).mockImplementation(function (this: unknown, ...given) {
    record(given[0]);
    return original.apply(this, given);
  });
};
