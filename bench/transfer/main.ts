import { mkdirSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../growth/database';
import { runCommand } from '../log/run-command';
import { number, table } from '../report/table';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { BENCH } from '../support/paths';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { writeRealm } from './realm';

const { values } = parseArgs({
  options: {
    /** Clients in the file. */
    clients: { type: 'string', default: '10000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
  },
});

const SECRET_KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const SCOPES = 'openid profile email address phone';

/** What a command took, on one database. */
interface Line {
  readonly engine: Engine;
  readonly what: string;
  readonly seconds: number;
  readonly peakMib: number;
  readonly perSecond: number;
}

/** Measures the import and the export of clients on each database. Writes a table to `bench/results/transfer.md`. */
const measureTransfers = async (): Promise<void> => {
  buildProduct();
  const folder = await temporaryFolder();
  const clients = Number(values.clients);
  const realm = join(folder, 'realm.json');
  await writeRealm(realm, clients);
  const engines = values.databases.split(',').filter(Boolean) as Engine[];
  const server = engines.includes('postgres') ? await startDatabaseServer(folder) : undefined;
  const lines: Line[] = [];
  for (const engine of engines) {
    const url =
      engine === 'postgres' ? await server?.database('transfer') : `sqlite:${join(folder, 'transfer.sqlite')}`;
    if (url === undefined) throw new Error('PostgreSQL is not started');
    lines.push(...measure(engine, url, { realm, clients, exported: join(folder, `${engine}.ndjson`) }));
  }
  const rows = lines.map(({ engine, what, seconds, peakMib, perSecond }) => [
    ...[engine, what, number(seconds, 1), number(perSecond), number(peakMib)],
  ]);
  const megabytes = number((await stat(realm)).size / 1e6);
  const head = `${number(clients)} clients, a realm of ${megabytes} MB\n\n`;
  const report = `${head}${table(['', '', 'seconds>', 'clients per second>', 'MiB at the peak>'], rows)}`;
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  writeFileSync(join(BENCH, 'results', 'transfer.md'), `${report}\n\n${JSON.stringify(machine())}\n`);
  console.log(report);
};

interface Files {
  readonly realm: string;
  readonly exported: string;
  readonly clients: number;
}

const measure = (engine: Engine, url: string, { realm, exported, clients }: Files): Line[] => {
  const environment = { DATABASE_URL: url, SECRET_KEYS, SCOPES, NODE_ENV: 'test', ISSUER: 'http://localhost:3000' };
  runCommand(['migrate', '--create-database'], environment);
  const calls = {
    '`clients import`': ['clients', 'import', realm, '--from', 'keycloak'],
    '`clients import` again': ['clients', 'import', realm, '--from', 'keycloak'],
    '`clients export --with-credentials`': ['clients', 'export', exported, '--with-credentials'],
  };
  return Object.entries(calls).map(([what, words]) => {
    const { ms, peakMib } = runCommand(words, environment);
    return { engine, what, seconds: ms / 1000, peakMib, perSecond: (1000 * clients) / ms };
  });
};

void leavingNothing(measureTransfers);
