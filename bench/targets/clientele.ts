import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeMajor, nodeRelease } from '../../scripts/node-release';
import { type ClienteleOptions, ClienteleServer } from '../support/clientele-server';
import { ROOT } from '../support/paths';
import { reading, register, registering, requestingToken } from './requests';
import { CLIENTS, type RunningTarget, type Target } from './target';

/** The one that the others are compared with. */
export const OURS = 'clientele-sqlite';

const CHECKS = 'JWT access token with the scope register, all metadata; gives a registration access token';

/** Ours, on both databases, and with two processes. With `suffix`, the same on another Node. */
export const clientele = (major: NodeMajor, suffix = ''): Target[] => {
  const node = nodeRelease(major);
  const label = suffix === '' ? '' : `, Node ${major}`;
  const onPostgres =
    (name: string, workers: number): Target['start'] =>
    async ({ folder, postgres }) => {
      const server = await postgres();
      const databaseUrl = await server.database(name.replaceAll('-', '_'));
      return start(
        { name, folder, databaseUrl, program: node.path(), environment: { WORKERS: `${workers}` } },
        server.pid,
      );
    };
  const common = { version, node, checks: CHECKS };
  const committed = 'client and credentials committed before the answer';
  const [sqlite, postgres, workers] = [
    `${OURS}${suffix}`,
    `clientele-postgres${suffix}`,
    `clientele-postgres-workers${suffix}`,
  ] as const;
  return [
    {
      ...{ ...common, name: sqlite, label: `Clientele, SQLite${label}` },
      durably: 'client and credentials on disk before the answer',
      start: ({ folder }) =>
        start({
          name: sqlite,
          folder,
          databaseUrl: `sqlite:${join(folder, `${sqlite}.sqlite`)}`,
          program: node.path(),
        }),
    },
    {
      ...{ ...common, name: postgres, label: `Clientele, PostgreSQL${label}`, durably: committed },
      start: onPostgres(postgres, 1),
    },
    {
      ...{ ...common, name: workers, label: `Clientele, PostgreSQL, WORKERS=2${label}`, durably: committed },
      start: onPostgres(workers, 2),
    },
  ];
};

const start = async (options: ClienteleOptions, postgresPid?: number): Promise<RunningTarget> => {
  const server = await ClienteleServer.start(options);
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
