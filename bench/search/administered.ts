import { Pool } from 'undici';
import { type ClientFilter, type Search, startSearch } from '../product';
import { SECRET_KEYS } from '../growth/seeded-client';
import { UNSHED } from '../load/unshed';
import { atEnd } from '../support/cleanup';
import { ClienteleServer } from '../support/clientele-server';
import { json } from '../support/json';
import type { Engine } from '../growth/database';

const ADMIN_CLIENT_SECRET = 'the secret of the administrator, which is long enough';
const TIMEOUT_MS = 120_000;

/** A registry that is searched: by an administrator over HTTP, and in this process for the plans. */
export interface Administered {
  readonly engine: Engine;
  readonly size: number;
  readonly url: string;
  readonly server: ClienteleServer;
  readonly search: Search;
  /** A second call does nothing. */
  readonly close: () => Promise<void>;
  /** The statistics. */
  readonly statistics: () => Promise<void>;
  /** A page of the list of clients. Gives what the next page begins after; nothing at the end. */
  readonly page: (filter: ClientFilter, parameters?: Readonly<Record<string, string>>) => Promise<string | undefined>;
}

/** A server with an administrator. */
export const startServer = (engine: Engine, url: string, size: number, folder: string): Promise<ClienteleServer> =>
  ClienteleServer.start({
    name: `${engine}-${size}-search`,
    folder,
    databaseUrl: url,
    environment: { ...UNSHED, ADMIN_CLIENT_SECRET, SECRET_KEYS },
  });

/** Starts both on a filled database. They are gone at the end of the run. */
export const administered = async (
  engine: Engine,
  url: string,
  size: number,
  folder: string,
): Promise<Administered> => {
  const server = await startServer(engine, url, size, folder);
  const search = await startSearch(url);
  const pool = new Pool(server.origin, { connections: 1, headersTimeout: TIMEOUT_MS, keepAliveTimeout: 600_000 });
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    await (closing ??= Promise.all([pool.destroy(), search.close(), server.process.stop()]));
  };
  atEnd(close);
  const authorization = `Bearer ${await administratorToken(server)}`;
  const get = async (path: string): Promise<string | undefined> => {
    const { statusCode, headers, body } = await pool.request({ method: 'GET', path, headers: { authorization } });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${text}`);
    return afterOf(headers['link']);
  };
  return {
    engine,
    size,
    url,
    server,
    search,
    close,
    statistics: async () => void (await get('/admin/statistics')),
    page: (filter, parameters = {}) => get(`/admin/clients?${queryOf({ ...filter, ...parameters })}`),
  };
};

const administratorToken = async ({ origin }: ClienteleServer): Promise<string> => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'administrator',
    client_secret: ADMIN_CLIENT_SECRET,
    scope: 'register:admin',
  });
  const { access_token } = await json(fetch(`${origin}/token`, { method: 'POST', body: form }));
  return String(access_token);
};

const queryOf = (parameters: object): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters) as [string, string | Date][])
    query.set(name, value instanceof Date ? value.toISOString() : value);
  return query.toString();
};

const afterOf = (link: string | string[] | undefined): string | undefined => {
  const [, address] = /<([^>]+)>; rel="next"/.exec(String(link ?? '')) ?? [];
  return address === undefined ? undefined : (new URL(address).searchParams.get('after') ?? undefined);
};
