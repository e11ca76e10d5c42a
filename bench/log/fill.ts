import { createHash } from 'node:crypto';
import { connect, type Engine } from '../growth/database';
import { LIST, numbers } from '../growth/rows';
import { HASTE, REST } from '../growth/seed';
import { SECRET_KEYS, uuidv7 } from '../growth/seeded-client';
import { ClienteleServer } from '../support/clientele-server';
import { json } from '../support/json';

const ROWS_IN_ONE_STATEMENT = 1000;
/** A client has so many events, one for each of its revisions. */
const EVENTS_OF_A_CLIENT = 20;
/** The events are spread over a year that ended before any run, so that the server does not count them as late. */
const BEGAN = Date.UTC(2025, 0, 1);
const ENDED = Date.UTC(2026, 0, 1);

/** Its registration makes an event of about 1,550 bytes: those of registrations are the longest of all usual ones. */
const CLIENT = { client_name: 'The client of the model', redirect_uris: ['https://app.example/callback'] };

/** What differs between one event and another; the rest is as the server wrote it for the model. */
type Model = Readonly<Record<string, unknown>>;

/** The id of an event by its number. */
export const eventId = (number: number, events: number): string =>
  uuidv7(timeOf(number, events), hexOf('event', number));

/** The client of an event: one is registered at the begin of the year, and each of them changes in every part of it. */
export const clientOf = (number: number, events: number): string => {
  return uuidv7(BEGAN, hexOf('client', number % clientsOf(events)));
};

const clientsOf = (events: number): number => Math.max(1, Math.floor(events / EVENTS_OF_A_CLIENT));

/**
 * Fills an empty database with events that are not sealed. The server creates the schema and registers one client; all
 * events are copies of the event of that, each with its own ids, time and revision. Gives the mean length of their bodies.
 */
export const fill = async (engine: Engine, url: string, events: number, folder: string): Promise<number> => {
  const server = await startServer(engine, url, events, folder);
  await register(server);
  await server.process.stop();
  const sql = await connect(url);
  try {
    const [stored] = await sql.all<{ body: string }>("SELECT body FROM events WHERE type = 'client.registered'");
    if (!stored) throw new Error('the registration has no event');
    const model = JSON.parse(stored.body) as Model;
    for (const statement of HASTE[engine]) await sql.all(statement);
    // The log begins with the oldest of the events that are added now.
    for (const table of ['events', 'log_entries', 'log_tree', 'checkpoints']) await sql.all(`DELETE FROM ${table}`);
    for (let from = 0; from < events; from += ROWS_IN_ONE_STATEMENT) {
      const some = numbers(from, Math.min(from + ROWS_IN_ONE_STATEMENT, events));
      await sql.all(INSERT[engine], [JSON.stringify([...some].map((number) => rowOf(model, number, events)))]);
    }
    for (const statement of REST[engine]) await sql.all(statement);
    const [mean] = await sql.all<{ length: unknown }>('SELECT avg(length(body)) AS length FROM events');
    return Number(mean?.length);
  } finally {
    await sql.close();
  }
};

/** A server on the database; it seals what is not sealed. */
export const startServer = (engine: Engine, url: string, events: number, folder: string): Promise<ClienteleServer> =>
  ClienteleServer.start({
    name: `${engine}-${events}-log`,
    folder,
    databaseUrl: url,
    environment: { SECRET_KEYS },
  });

const register = async (server: ClienteleServer): Promise<void> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await server.registrarToken()}` };
  const body = JSON.stringify(CLIENT);
  await json(fetch(`${server.origin}/register`, { method: 'POST', headers, body }), 201);
};

const COLUMNS = 'value->>0, value->>1, value->>2, CAST(value->>3 AS integer), value->>4';
const insertFrom = (list: string): string =>
  `INSERT INTO events (id, type, client_id, revision, body) SELECT ${COLUMNS} FROM ${list}`;
const INSERT = { sqlite: insertFrom(LIST.sqlite), postgres: insertFrom(LIST.postgres) } as const;

const rowOf = (model: Model, number: number, events: number): readonly unknown[] => {
  const id = eventId(number, events);
  const client_id = clientOf(number, events);
  const revision = Math.floor(number / clientsOf(events)) + 1;
  const at = new Date(timeOf(number, events)).toISOString();
  return [id, model['type'], client_id, revision, JSON.stringify({ ...model, id, at, client_id, revision })];
};

const timeOf = (number: number, events: number): number => Math.floor(BEGAN + ((ENDED - BEGAN) * number) / events);

const hexOf = (what: string, number: number): string => createHash('sha256').update(`${what} ${number}`).digest('hex');
