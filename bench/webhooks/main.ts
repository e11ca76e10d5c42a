import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../growth/database';
import { number, table } from '../report/table';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { BENCH } from '../support/paths';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { type Deliveries, measureDeliveries } from './measure-deliveries';
import { startReceivers } from './receiver';

const { values } = parseArgs({
  options: {
    /** Events that one node and two nodes deliver. */
    events: { type: 'string', default: '2000' },
    /** Events in the log, all of which are delivered beside a dead receiver. */
    backlog: { type: 'string', default: '20000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
  },
});

/** Measures how fast a backlog is delivered, on each database. Prints a table, and writes `bench/results/webhooks.md`. */
const measureWebhooks = async (): Promise<void> => {
  buildProduct();
  const folder = await temporaryFolder();
  const receivers = await startReceivers(folder);
  const engines = values.databases.split(',').filter(Boolean) as Engine[];
  const databases = engines.includes('postgres') ? await startDatabaseServer(folder) : undefined;
  const backlog = Number(values.backlog);
  const events = Math.min(Number(values.events), backlog);
  const lines: Deliveries[] = [];
  for (const engine of engines) {
    const url = engine === 'postgres' ? await databases?.database('webhooks') : `sqlite:${join(folder, 'log.sqlite')}`;
    if (url === undefined) throw new Error('PostgreSQL is not started');
    lines.push(...(await measureDeliveries({ engine, url, backlog, events, folder }, receivers)));
  }
  const rows = lines.map(({ engine, what, messages, perSecond, seconds, cpu, doubles }) => [
    ...[engine, what, number(messages), number(seconds, 1), number(perSecond), number(cpu), number(doubles)],
  ]);
  const heads = ['', '', 'messages>', 'seconds>', 'messages per second>', 'CPU of a message, us>', 'doubles>'];
  const load = loadavg().map((load) => number(load, 1));
  const report = `${table(heads, rows)}\n\n${JSON.stringify({ ...machine(), load })}\n`;
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  writeFileSync(join(BENCH, 'results', 'webhooks.md'), report);
  console.log(report);
};

void leavingNothing(measureWebhooks);
