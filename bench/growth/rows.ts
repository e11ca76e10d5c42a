import { createHash } from 'node:crypto';
import type { Sql } from './database';
import { BEYOND, type SeededRow, seededRow } from './seeded-client';

const ROWS_IN_ONE_STATEMENT = 1000;
const FAR_AWAY = Date.UTC(2100, 0, 1);

/** A list of JSON arrays as rows, of which `value->>0` is the first column. */
export const LIST = { sqlite: 'json_each($1)', postgres: 'json_array_elements($1::json) AS list(value)' } as const;

/** What differs between one seeded client and another; all else is as the server wrote it for the model. */
const OWN: Readonly<Record<string, string>> = {
  client_id: 'value->>0',
  metadata: 'replace(model.metadata, CAST($3 AS text), value->>1)',
  client_secrets: 'replace(model.client_secrets, CAST($4 AS text), value->>2)',
  registration_access_tokens: 'replace(model.registration_access_tokens, CAST($5 AS text), value->>3)',
  created_at: 'CAST(value->>4 AS bigint)',
  updated_at: 'CAST(value->>4 AS bigint)',
  // As if just used: noting that is measured by itself, and would else come to some requests and not to others.
  last_used_at: `CAST(${FAR_AWAY} AS bigint)`,
};

/** A client that is in the database, and what of its row becomes another's: its name and hashes. */
export interface Model {
  readonly client_id: string;
  readonly name: string;
  readonly secretHash: string;
  readonly tokenHash: string;
}

/** The seeded client with the number 0, which no load changes or deletes. */
const firstAsModel = (size: number): Model => {
  const [client_id, name, secretHash, tokenHash] = seededRow(0, size);
  return { client_id, name, secretHash, tokenHash };
};

/** Writes the seeded clients with these numbers as copies of a model. */
export const insertClients = async (
  sql: Sql,
  numbers: Iterable<number>,
  size: number,
  model = firstAsModel(size),
): Promise<void> => {
  const [row] = await sql.all<Record<string, unknown>>('SELECT * FROM clients LIMIT 1');
  const columns = Object.keys(row ?? {});
  const values = columns.map((column) => OWN[column] ?? `model.${column}`);
  const statement =
    `INSERT INTO clients (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${LIST[sql.engine]}, ` +
    '(SELECT * FROM clients WHERE client_id = $2) AS model';
  const { client_id, name, secretHash, tokenHash } = model;
  for (const some of inGroups(numbers)) {
    const rows: SeededRow[] = some.map((number) => seededRow(number, size));
    await sql.all(statement, [JSON.stringify(rows), client_id, name, secretHash, tokenHash]);
  }
};

/** Fills the memory of used and revoked identifiers, of which none expires during the measurements. */
export const insertEntries = async (sql: Sql, numbers: Iterable<number>): Promise<void> => {
  const statement =
    'INSERT INTO expiring_entries (purpose, id, expires_at) SELECT value->>0, value->>1, CAST(value->>2 AS bigint) ' +
    `FROM ${LIST[sql.engine]}`;
  for (const some of inGroups(numbers)) {
    const rows = some.map((number) => [
      number % 2 === 0 ? 'revoked-token' : 'client-assertion',
      createHash('sha256').update(String(number)).digest('base64url'),
      FAR_AWAY + number,
    ]);
    await sql.all(statement, [JSON.stringify(rows)]);
  }
};

/** Remembers so many identifiers that have expired, for the sweep to find. */
export const insertExpired = (sql: Sql, count: number): Promise<unknown> =>
  sql.all(
    `INSERT INTO expiring_entries (purpose, id, expires_at) SELECT 'client-assertion', value->>0, 1 FROM ${LIST[sql.engine]}`,
    [JSON.stringify(Array.from({ length: count }, (_none, number) => [`expired ${number}`]))],
  );

/** Deletes what was registered beside the seeded clients. */
export const deleteNewer = async (sql: Sql): Promise<void> => {
  await sql.all("DELETE FROM clients WHERE client_id > $1 AND origin = 'registration'", [BEYOND]);
};

/** Whether all seeded clients are there. */
export const isWhole = async (sql: Sql, size: number): Promise<boolean> => {
  const [clients] = await sql.all<{ count: string | number }>(
    'SELECT count(*) AS count FROM clients WHERE client_id <= $1',
    [BEYOND],
  );
  return Number(clients?.count) === size;
};

export function* numbers(from: number, to: number): Generator<number> {
  for (let number = from; number < to; number += 1) yield number;
}

function* inGroups(all: Iterable<number>): Generator<number[]> {
  let group: number[] = [];
  for (const one of all) {
    group.push(one);
    if (group.length === ROWS_IN_ONE_STATEMENT) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
