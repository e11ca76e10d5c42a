import { LastUsedTracker } from '../../../src/clients/last-used.tracker';
import { SecretResealingService } from '../../../src/clients/secret-resealing.service';
import { UsedIdStore } from '../../../src/platform/replay/used-id.store';
import { IdempotentAnswerRepository } from '../../../src/idempotency/idempotent-answer.repository';
import { KeyRotationService } from '../../../src/signing-keys/key-rotation.service';
import { UpkeepService } from '../../../src/webhooks/delivery/upkeep.service';
import { aClient } from '../../support/a-client';
import { commandContext } from '../../support/contexts';
import { loadParser, refusedByCitus } from '../../support/citus/citus-rules';
import { aWebhook, deliver } from '../../support/driven-webhooks';
import { postgresMigrations } from '../../support/postgres-migrations';
import { FLOWS, surroundings } from '../../support/flows';
import { ABOUT_ROWS, recordedStatements } from '../../support/recorded-statements';
import { setStatus } from '../../support/set-status';
import { signInAndSweep } from '../../support/sign-in-flow';
import { createTestApp } from '../../support/test-app';

/** What one or another of CockroachDB, YugabyteDB, Aurora, Citus and poolers in between does not do, or does otherwise. */
const NOT_EVERYWHERE: Readonly<Record<string, RegExp>> = {
  'advisory locks': /advisory/i,
  'serial keys and sequences': /\b(small|big)?serial\b|nextval|\bidentity\b|create sequence/i,
  'locks of tables': /^\s*lock\b/i,
  'locks that are skipped': /skip locked|nowait|for (no key update|share|key share)/i,
  'messages between sessions': /^\s*(un)?listen\b|^\s*notify\b|pg_notify/i,
  'tables of a session or without a log': /create (local |global )?(temp|temporary|unlogged)\b/i,
  'settings of a session': /^\s*set (?!transaction\b|local\b)/i,
  'statements prepared or cursors opened by SQL': /^\s*(prepare|execute|declare|fetch|copy|do)\b/i,
  'code in the database': /create (or replace )?(function|procedure|trigger|rule|extension|type|domain|view)\b/i,
  'references between tables': /\breferences\b|foreign key|\bexclude using\b/i,
  'columns of the system': /\b(ctid|xmin|xmax|tableoid)\b/i,
  'isolation of its own': /isolation level/i,
};
/** TypeORM keeps its list of migrations there: written when a migration has run. */
const OF_TYPEORM = /^\s*(CREATE TABLE|INSERT INTO) "migrations"/;
const TYPES = ['text', 'bigint', 'integer', 'boolean'];

const offences = (statements: readonly string[]): string[] =>
  statements.flatMap((statement) =>
    Object.entries(NOT_EVERYWHERE).flatMap(([what, pattern]) =>
      pattern.test(statement) ? [`${what}: ${statement}`] : [],
    ),
  );

/** What a node does without being asked. */
const inTheBackground = async (server: Awaited<ReturnType<typeof createTestApp>>): Promise<void> => {
  const { client_id } = await server.register(aClient());
  await setStatus(server, client_id, 'disabled');
  await server.app.get(LastUsedTracker).flush();
  await server.app.get(SecretResealingService).reseal();
  await server.app.get(UsedIdStore).sweep();
  await server.app.get(IdempotentAnswerRepository).sweep();
  const { webhook } = await aWebhook(server, { url: 'https://receiver.invalid/', types: ['client.*', 'log.*'] });
  await server.register(aClient());
  await deliver([server], webhook);
  await server.app.get(UpkeepService).deleteDeadLetters(new Date());
  await server.app.get(KeyRotationService).rotateDue(commandContext(server));
  await server.app.get(KeyRotationService).rotate(commandContext(server), { dropOld: true });
};

describe('the statements, for databases with the protocol of PostgreSQL', () => {
  beforeAll(() => loadParser());

  it('of a start, of every flow and in the background are such as all of them accept', async () => {
    const around = await surroundings();
    const statements = await recordedStatements(async () => {
      const server = await createTestApp(around.variables);
      for (const flow of Object.values(FLOWS)) await flow(server, around);
      await inTheBackground(server);
      await server.close();
      await signInAndSweep();
    }, /./s);
    const ours = statements.filter((statement) => !OF_TYPEORM.test(statement));
    expect(ours.length).toBeGreaterThan(20);
    expect(offences(ours)).toEqual([]);
    expect(refusedByCitus(ours.filter((statement) => ABOUT_ROWS.test(statement)))).toEqual([]);
    const locking = ours.filter((statement) => /for update/i.test(statement));
    expect(locking.filter((statement) => !statement.includes('schema_lock'))).toEqual([]);
  });

  it('of the migrations make tables of plain columns', async () => {
    const statements = await postgresMigrations();
    expect(statements.length).toBeGreaterThan(5);
    expect(offences(statements)).toEqual([]);
    const tables = statements.filter((statement) => statement.startsWith('CREATE TABLE'));
    const columns = tables.flatMap((table) => [...table.matchAll(/[(,] ?"\w+" (\w+)/g)].map(([, type]) => type));
    expect(columns.length).toBeGreaterThan(20);
    expect([...new Set(columns)].filter((type) => !TYPES.includes(String(type)))).toEqual([]);
    for (const table of tables) expect(table).toContain('PRIMARY KEY');
  });

  it.each([
    ['SELECT pg_advisory_lock($1)', 'advisory locks'],
    ['CREATE TABLE t (id bigserial PRIMARY KEY)', 'serial keys and sequences'],
    ['SELECT 1 FROM clients FOR UPDATE SKIP LOCKED', 'locks that are skipped'],
    ['LISTEN changes', 'messages between sessions'],
    ['CREATE TEMP TABLE t (id text)', 'tables of a session or without a log'],
    ['SET statement_timeout = 0', 'settings of a session'],
    ['LOCK TABLE clients', 'locks of tables'],
  ])('would be found to be %s', (statement, what) => {
    expect(offences([statement])).toEqual([`${what}: ${statement}`]);
  });

  it.each([
    [
      'a subquery in CASE, COALESCE, GREATEST or LEAST of a write',
      'DELETE FROM expiring_entries WHERE expires_at <= COALESCE((SELECT max(expires_at) FROM expiring_entries), $1)',
    ],
    ['a subquery in VALUES', 'INSERT INTO log_followers (name, size) VALUES ($1, (SELECT size FROM log_tree))'],
    [
      'a subquery in ON CONFLICT',
      'INSERT INTO events (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = (SELECT id FROM events LIMIT 1)',
    ],
    ['a write below WITH', 'WITH gone AS (DELETE FROM clients WHERE client_id = $1 RETURNING 1) SELECT 1 FROM gone'],
    ['FOR UPDATE without the distribution key', 'SELECT 1 FROM clients WHERE revision = $1 FOR UPDATE'],
    ['another value for a distribution key', 'UPDATE clients SET client_id = $1 WHERE client_id = $2'],
    ['a row without its distribution key', 'INSERT INTO clients (revision) VALUES ($1)'],
    [
      'a subquery that depends on the row around it',
      'DELETE FROM consents WHERE NOT EXISTS (SELECT 1 FROM clients WHERE clients.client_id = consents.client_id)',
    ],
    [
      'distributed tables joined by other columns than their keys',
      'SELECT 1 FROM consents JOIN clients ON clients.client_id = consents.client_id',
    ],
    [
      'events of the coordinator joined with a distributed table',
      'SELECT 1 FROM clients JOIN events ON events.client_id = clients.client_id',
    ],
    [
      'an outer join of a distributed table with a copied one',
      'SELECT 1 FROM registrars LEFT JOIN clients ON clients.client_id = registrars.client_id',
    ],
    ['a function that gives another value at each call', 'UPDATE clients SET revision = random() WHERE client_id = $1'],
  ])('would be found to have what Citus refuses: %s', (reason, statement) => {
    expect(refusedByCitus([statement])).toEqual([`${reason}: ${statement}`]);
  });

  it.each([
    'DELETE FROM expiring_entries WHERE expires_at <= (SELECT max(expires_at) FROM (SELECT expires_at FROM expiring_entries LIMIT 9) AS first)',
    'SELECT 1 FROM clients WHERE client_id = $1 FOR UPDATE',
    'SELECT 1 FROM user_grants g JOIN authorization_codes c ON c.grant_id = g.id WHERE g.id = $1',
    'INSERT INTO clients (client_id) VALUES ($1) ON CONFLICT (client_id) DO UPDATE SET client_id = excluded.client_id',
  ])('would not be found to have it: %s', (statement) => {
    expect(refusedByCitus([statement])).toEqual([]);
  });
});
