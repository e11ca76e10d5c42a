import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClienteleServer } from '../support/clientele-server';
import { ROOT } from '../support/paths';
import { reading, register, registering, requestingToken } from './requests';
import { CLIENTS, type Place, type RunningTarget, type Target } from './target';

const CHECKS = 'JWT access token with the scope register, all metadata; gives a registration access token';

/** Ours, on both databases. */
export const clientele = (): Target[] => [
  {
    name: 'clientele-sqlite',
    label: 'Clientele, SQLite',
    version,
    durably: 'client and credentials on disk before the answer',
    checks: CHECKS,
    start: ({ folder }) => start(folder, `sqlite:${join(folder, 'clientele.sqlite')}`),
  },
  {
    name: 'clientele-postgres',
    label: 'Clientele, PostgreSQL',
    version,
    durably: 'client and credentials committed before the answer',
    checks: CHECKS,
    start: async ({ folder, postgres }: Place) => {
      const server = await postgres();
      return start(folder, await server.database('clientele'), server.pid);
    },
  },
];

const start = async (folder: string, databaseUrl: string, postgresPid?: number): Promise<RunningTarget> => {
  const name = databaseUrl.startsWith('sqlite:') ? 'clientele-sqlite' : 'clientele-postgres';
  const server = await ClienteleServer.start({ name, folder, databaseUrl });
  const { origin } = server;
  const registration = async (metadata: object): ReturnType<RunningTarget['registration']> =>
    registering('/register', await server.registrarToken(), metadata);
  const clients = async (metadata: object): ReturnType<typeof register> =>
    register(origin, await registration({ grant_types: ['client_credentials'], ...metadata }), CLIENTS);
  return {
    pid: server.process.pid,
    origin,
    postgresPid,
    isManaged: true,
    registration,
    tokens: async (kind) =>
      kind === 'opaque'
        ? []
        : (await clients({ token_signed_response_alg: kind })).map((client) => requestingToken('/token', client)),
    readings: async () => (await clients({})).map((client) => reading(client)),
  };
};

const version = (): string => {
  const { version: released } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return `${released} (${commit()})`;
};

const commit = (): string => {
  try {
    const git = (...parameters: string[]): string =>
      execFileSync('git', parameters, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src') === '' ? '' : ', changed'}`;
  } catch {
    return 'no repository';
  }
};
