import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { startDatabaseServer } from '../../bench/support/postgres';
import { type SignInPlan, type SignInServers, startSignIn } from './sign-in-servers';

/** The databases that the tests of the browser use. */
export const DATABASES = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** What the tests of a suite share. */
export interface Suite {
  readonly servers: SignInServers;
  readonly folder: string;
}

/**
 * Starts the servers of the tests of one suite, and ends them. `plan` is asked once the `before` hooks that were
 * registered earlier have run.
 */
export const signedInSuite = (
  database: DatabaseName,
  plan: () => Omit<SignInPlan, 'folder' | 'databaseUrl'>,
): { readonly running: () => Suite } => {
  let suite: Suite | undefined;
  process.once('SIGTERM', () => process.exit(143));
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-sign-in-'));
    await chmod(folder, 0o755); // PostgreSQL runs as another user
    const databaseUrl = await databaseUrlFor(database, folder);
    suite = { folder, servers: await startSignIn({ folder, databaseUrl, ...plan() }) };
  });
  after(async () => {
    await suite?.servers.close();
    if (suite) await rm(suite.folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    running: () => {
      if (suite === undefined) throw new Error('the servers do not run yet');
      return suite;
    },
  };
};

const databaseUrlFor = async (database: DatabaseName, folder: string): Promise<string> => {
  if (database === 'SQLite') return `sqlite:${join(folder, 'clientele.sqlite')}`;
  const server = await startDatabaseServer(folder);
  return server.database('sign_in');
};
