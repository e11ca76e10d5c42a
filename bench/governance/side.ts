import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aWebClient, registering } from '../load/requests';
import { Shooter } from '../load/shooter';
import type { Traffic } from '../load/shot';
import { UNSHED } from '../load/unshed';
import { ClienteleServer } from '../support/clientele-server';
import { ROOT } from '../support/paths';

/** One kind of registration that is compared with the others, on a server with an empty database. */
export interface Side {
  readonly name: string;
  readonly server: ClienteleServer;
  readonly shooter: Shooter;
  readonly traffic: Traffic;
}

const CONNECTIONS = 32;
const MANY = 100_000_000;

/** A policy such as that of a partner portal, which admits the client of the benchmark, with a quota. */
const POLICY = {
  policies: {
    partners: {
      metadata_policy: {
        redirect_uris: { hosts: ['app.example', '*.app.example'], schemes: ['https'], max_items: 5 },
        client_name: { essential: true, pattern: 'A client[A-Za-z0-9 ]*' },
        grant_types: { subset_of: ['authorization_code', 'refresh_token', 'client_credentials'] },
        scope: { default: 'openid', subset_of: ['openid', 'profile', 'email'] },
        contacts: { add: ['support@app.example'] },
      },
      metadata_policy_crit: ['hosts', 'schemes', 'max_items', 'pattern'],
      max_clients: MANY,
    },
  },
};

/** Registration by the registrar of the environment. `root` is the folder of another build of the product. */
export const plainSide = async (name: string, databaseUrl: string, folder: string, root?: string): Promise<Side> => {
  const server = await ClienteleServer.start({
    name,
    folder,
    databaseUrl,
    environment: UNSHED,
    ...(root !== undefined && { root }),
  });
  return sideOf(name, server, await server.registrarToken());
};

/** Registration with an initial access token that has a policy and a quota. */
export const governedSide = async (name: string, databaseUrl: string, folder: string): Promise<Side> => {
  const file = join(folder, 'policies.json');
  writeFileSync(file, JSON.stringify(POLICY));
  const environment = { ...UNSHED, POLICY_FILE: file };
  const server = await ClienteleServer.start({ name, folder, databaseUrl, environment });
  return sideOf(name, server, tokenWithPolicy(server, folder));
};

/** Makes an initial access token by the command of the product, with the variables of the server. */
const tokenWithPolicy = (server: ClienteleServer, folder: string): string => {
  const words = ['tokens', 'create', '--policy', 'partners', '--uses', String(MANY), '--max-clients', String(MANY)];
  const printed = execFileSync(process.execPath, [join(ROOT, 'dist', 'commands', 'clientele.js'), ...words, '--json'], {
    cwd: folder,
    env: { ...process.env, ...server.environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return (JSON.parse(printed) as { readonly token: string }).token;
};

const sideOf = (name: string, server: ClienteleServer, token: string): Side => ({
  name,
  server,
  shooter: new Shooter(server.origin, CONNECTIONS),
  traffic: () => registering(token, aWebClient('A client that is new')),
});
