import { closeSync, fsyncSync, openSync } from 'node:fs';
import { ClienteleServer } from '../support/clientele-server';
import { aWebClient, type KnownClient } from '../load/requests';
import { json } from '../support/json';
import { connect, type Engine, type Sql } from './database';
import { insertClients, insertEntries, isWhole, type Model, numbers } from './rows';
import { SECRET_KEYS } from './seeded-client';
import { type Storage, storageOf } from './storage';

const MODEL_NAME = 'The model of all the others';
const EVERY_MS = 5000;

/** A seed needs no durability: one that breaks off is made again. */
export const HASTE = {
  sqlite: ['PRAGMA journal_mode = OFF', 'PRAGMA synchronous = OFF', 'PRAGMA cache_size = -500000'],
  postgres: ['SET synchronous_commit = off'],
} as const;
export const REST = { sqlite: ['PRAGMA journal_mode = WAL'], postgres: ['VACUUM ANALYZE', 'CHECKPOINT'] } as const;

/**
 * Fills an empty database. The server creates the schema and registers one client. All others are copies of its row, each
 * with its own identifier, name, hashes and time. As many used and revoked identifiers are stored.
 */
export const seed = async (engine: Engine, url: string, size: number, folder: string): Promise<readonly Storage[]> => {
  const began = Date.now();
  const model = await registerModel(engine, url, size, folder);
  const sql = await connect(url);
  try {
    for (const statement of HASTE[engine]) await sql.all(statement);
    await insertClients(sql, [0], size, await modelOf(sql, model));
    await sql.all('DELETE FROM clients WHERE client_id = $1', [model.client_id]);
    await insertClients(sql, withProgress(engine, size, numbers(1, size)), size);
    await insertEntries(sql, numbers(0, size));
    if (!(await isWhole(sql, size))) throw new Error('not all clients were written');
    for (const statement of REST[engine]) await sql.all(statement);
    if (engine === 'sqlite') settle(url);
    return await storageOf(sql);
  } finally {
    await sql.close();
    console.error(`${engine}: seeded ${size} clients in ${Math.round((Date.now() - began) / 1000)} s`);
  }
};

const registerModel = async (engine: Engine, url: string, size: number, folder: string): Promise<KnownClient> => {
  const server = await ClienteleServer.start({
    name: `${engine}-${size}-seed`,
    folder,
    databaseUrl: url,
    environment: { SECRET_KEYS },
  });
  const client = await json(
    fetch(`${server.origin}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await server.registrarToken()}` },
      body: JSON.stringify(aWebClient(MODEL_NAME)),
    }),
    201,
  );
  await server.process.stop();
  return client as unknown as KnownClient;
};

/** The parts of the stored row that each seeded client has of its own. Throws if one does not appear exactly once. */
const modelOf = async (sql: Sql, { client_id }: KnownClient): Promise<Model> => {
  const [row] = await sql.all<Record<string, string>>('SELECT * FROM clients WHERE client_id = $1', [client_id]);
  const secretHash = soleHash(row?.['client_secrets']);
  const tokenHash = soleHash(row?.['registration_access_tokens']);
  if (row?.['metadata']?.split(MODEL_NAME).length !== 2) throw new Error('the model is not stored under its name');
  return { client_id, name: MODEL_NAME, secretHash, tokenHash };
};

const soleHash = (column = '[]'): string => {
  const [kept] = JSON.parse(column) as { hash?: string }[];
  if (kept?.hash === undefined) throw new Error(`a hash was expected: ${column}`);
  return kept.hash;
};

/** Gigabytes that are still on their way to the disk would slow down what is measured next. */
const settle = (url: string): void => {
  const file = openSync(url.slice('sqlite:'.length), 'r+');
  fsyncSync(file);
  closeSync(file);
};

/** Prints the progress every few seconds. */
function* withProgress(engine: Engine, size: number, all: Iterable<number>): Generator<number> {
  let next = Date.now() + EVERY_MS;
  for (const number of all) {
    if (Date.now() > next) {
      console.error(`${engine}: ${number} of ${size} clients`);
      next += EVERY_MS;
    }
    yield number;
  }
}
