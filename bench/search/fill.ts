import { setTimeout as wait } from 'node:timers/promises';
import { connect, type Engine, type Sql } from '../growth/database';
import { LIST } from '../growth/rows';
import { HASTE, REST } from '../growth/seed';
import { indexTermsOf } from '../product';
import type { ClienteleServer } from '../support/clientele-server';
import { json } from '../support/json';
import { FIRST, searchedClient } from './searched-client';

const CLIENTS_AT_ONCE = 2000;
const POLL_MS = 100;

/** Columns of `clients` that differ from client to client; the others are copied from the first one. */
const OWN: Readonly<Record<string, string>> = {
  client_id: 'value->>0',
  status: 'value->>1',
  metadata: 'value->>2',
  policies: 'value->>3',
  registrar: 'value->>4',
  initial_access_token: 'value->>5',
  created_at: 'CAST(value->>6 AS bigint)',
  updated_at: 'CAST(value->>6 AS bigint)',
  last_used_at: 'CAST(value->>7 AS bigint)',
};

const COUNTED = "('status', 'software_id', 'grant_type', 'policy')";

/** Registers the first client over HTTP, and waits until the server has written its terms. */
export const registerFirst = async (server: ClienteleServer, url: string): Promise<void> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await server.registrarToken()}` };
  await json(fetch(`${server.origin}/register`, { method: 'POST', headers, body: JSON.stringify(FIRST) }), 201);
  const sql = await connect(url);
  while ((await sql.all("SELECT 1 FROM client_terms WHERE term = 'the first client'")).length === 0)
    await wait(POLL_MS);
  await sql.close();
};

/**
 * Adds so many clients to the first one, with the rows that the index of clients has of them. No server may run on the
 * database meanwhile: nothing is durable before the end.
 */
export const fill = async (engine: Engine, url: string, size: number): Promise<void> => {
  const began = Date.now();
  const sql = await connect(url);
  try {
    for (const statement of HASTE[engine]) await sql.all(statement);
    await sql.all('BEGIN');
    await insertAll(sql, size);
    await sql.all('DELETE FROM client_term_counts');
    await sql.all(`INSERT INTO client_term_counts (kind, term, clients)
      SELECT kind, term, count(*) FROM client_terms WHERE kind IN ${COUNTED} GROUP BY kind, term`);
    await sql.all('COMMIT');
    for (const statement of REST[engine]) await sql.all(statement);
  } finally {
    await sql.close();
  }
  console.error(`${engine}: wrote ${size} clients and their terms in ${Math.round((Date.now() - began) / 1000)} s`);
};

const insertAll = async (sql: Sql, size: number): Promise<void> => {
  const [first] = await sql.all<Record<string, unknown>>("SELECT * FROM clients WHERE origin = 'registration'");
  if (first === undefined) throw new Error('the first client is not stored');
  const columns = Object.keys(first);
  const stored = JSON.parse(String(first['metadata'])) as Readonly<Record<string, unknown>>;
  const list = LIST[sql.engine];
  const insertClients = `INSERT INTO clients (${columns.join(', ')})
    SELECT ${columns.map((column) => OWN[column] ?? `first.${column}`).join(', ')}
    FROM ${list}, (SELECT * FROM clients WHERE client_id = $2) AS first`;
  const insertTerms = `INSERT INTO client_terms (kind, term, client_id)
    SELECT value->>0, value->>1, value->>2 FROM ${list}`;
  for (let from = 0; from < size; from += CLIENTS_AT_ONCE) {
    const count = Math.min(CLIENTS_AT_ONCE, size - from);
    const clients = Array.from({ length: count }, (_none, index) => searchedClient(stored, from + index, size));
    await sql.all(insertClients, [
      JSON.stringify(
        clients.map((one) => [
          one.client_id,
          one.status,
          JSON.stringify(one.metadata),
          JSON.stringify(one.policies),
          one.registrar,
          one.initial_access_token,
          one.created_at,
          one.last_used_at,
        ]),
      ),
      first['client_id'],
    ]);
    const terms = clients.flatMap((one) => indexTermsOf(one).map(([kind, term]) => [kind, term, one.client_id]));
    await sql.all(insertTerms, [JSON.stringify(terms)]);
  }
};
