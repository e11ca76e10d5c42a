import {
  aWebClient,
  type KnownClient,
  reading,
  registering,
  registeringOnce,
  replacing,
  tokenFor,
} from '../load/requests';
import type { Shot, Traffic } from '../load/shot';
import { UNSHED } from '../load/unshed';
import { Shooter } from '../load/shooter';
import { ClienteleServer } from '../support/clientele-server';
import { startDatabaseServer } from '../support/postgres';

/** One thing whose cost is watched: `sqlite: registration` for instance. */
export interface Watched {
  readonly name: string;
  readonly server: ClienteleServer;
  /** The main process of its PostgreSQL, if it has one and the system shows it. */
  readonly postgresPid?: number | undefined;
  readonly shooter: Shooter;
  readonly traffic: Traffic;
}

const CONNECTIONS = 32;
const CLIENTS = 200;

/**
 * Starts a server on an empty database and prepares the requests whose cost is watched. `root` is the folder of another
 * build of the product.
 */
export const watchedOn = async (engine: string, folder: string, root?: string): Promise<Watched[]> => {
  const databases = engine === 'postgres' ? await startDatabaseServer(folder) : undefined;
  const server = await ClienteleServer.start({
    name: `check-${engine}`,
    folder,
    ...(root !== undefined && { root }),
    databaseUrl: (await databases?.database('check_cost')) ?? `sqlite:${folder}/check.sqlite`,
    environment: UNSHED,
  });
  const shooter = new Shooter(server.origin, CONNECTIONS);
  const token = await server.registrarToken();
  const rs256 = await registered(shooter, token, 'RS256');
  const es256 = await registered(shooter, token, 'ES256');
  const traffics: Readonly<Record<string, Traffic>> = {
    registration: () => registering(token, aWebClient('A client that is new')),
    'repeatable registration': () => registeringOnce(token, aWebClient('A client that is new')),
    'token RS256': inTurn(rs256, tokenFor),
    'token ES256': inTurn(es256, tokenFor),
    GET: inTurn(es256, reading),
    PUT: inTurn(es256, (client) => replacing(client, aWebClient('A client with another name'))),
  };
  return Object.entries(traffics).map(([name, traffic]) => ({
    ...{ name: `${engine}: ${name}`, server, shooter, traffic },
    postgresPid: databases?.pid,
  }));
};

const registered = async (shooter: Shooter, token: string, alg: 'RS256' | 'ES256'): Promise<KnownClient[]> => {
  const clients: KnownClient[] = [];
  const shot = registering(token, aWebClient('A client', alg), (body) => clients.push(JSON.parse(body) as KnownClient));
  let left = CLIENTS;
  const { errors, firstError } = await shooter.flatOut(() => (left-- > 0 ? shot : undefined));
  if (errors > 0) throw new Error(`clients are not registered: ${firstError ?? ''}`);
  return clients;
};

const inTurn = (clients: readonly KnownClient[], make: (client: KnownClient) => Shot): Traffic => {
  let next = 0;
  return () => {
    const client = clients[next++ % clients.length];
    return client && make(client);
  };
};
