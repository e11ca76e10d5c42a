import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { ClienteleServer } from '../../bench/support/clientele-server';

/** The authorization endpoint that stands beside the server in these tests. It is named, never called. */
export const AUTHORIZATION_ENDPOINT = 'https://login.example/authorize';

type Variables = Readonly<Record<string, string>>;

/** Where the server of a file of tests is, and the token that opens its registration. */
export interface Served {
  readonly origin: string;
  readonly registrarToken: () => Promise<string>;
  /** The variables of the server, for commands beside it. */
  readonly environment: Variables;
}

/**
 * Serves the built product for the tests of one file, open to everybody unless `environment` says otherwise, on an
 * SQLite file of its own. `environment` is asked once the `before` hooks that were registered earlier have run. Nothing
 * of the server is left afterwards.
 */
export const serving = (environment: () => Variables | Promise<Variables> = () => ({})): Served => {
  let server: ClienteleServer | undefined;
  let folder = '';
  // So that a run that is given up ends the server, too: it is ended when this process exits.
  process.once('SIGTERM', () => process.exit(143));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-clients-'));
    server = await ClienteleServer.start({
      name: 'server',
      folder,
      databaseUrl: `sqlite:${join(folder, 'clientele.sqlite')}`,
      environment: {
        NODE_ENV: 'development', // lets AUTHORIZATION_ENDPOINT stand beside a token endpoint of this server
        AUTHORIZATION_ENDPOINT,
        REGISTRATION_MODE: 'open',
        RATE_LIMIT_REGISTER: '0',
        // A machine that is busy with other tests.
        MAX_EVENT_LOOP_DELAY: '0',
        DATABASE_TIMEOUT: '60000',
        ...(await environment()),
      },
    });
  });
  after(async () => {
    await server?.process.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const running = (): ClienteleServer => {
    if (server === undefined) throw new Error('the server does not run yet');
    return server;
  };
  return {
    get origin() {
      return running().origin;
    },
    registrarToken: () => running().registrarToken(),
    get environment() {
      return running().environment;
    },
  };
};
