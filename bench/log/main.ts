import { mkdirSync, writeFileSync } from 'node:fs';
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
import { type LogCosts, measureLog } from './measure-log';

const { values } = parseArgs({
  options: {
    /** Sizes of the log. */
    events: { type: 'string', default: '1000,20000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
  },
});

/** Measures what logs of several sizes cost, on each database. Prints a table, and writes it to `bench/results/log.md`. */
const measureLogs = async (): Promise<void> => {
  buildProduct();
  const folder = await temporaryFolder();
  const engines = listOf(values.databases) as Engine[];
  const databases = engines.includes('postgres') ? await startDatabaseServer(folder) : undefined;
  const logs: LogCosts[] = [];
  for (const engine of engines)
    for (const events of listOf(values.events).map(Number)) {
      const name = `log_${events}`;
      const url = engine === 'postgres' ? await databases?.database(name) : `sqlite:${join(folder, name)}.sqlite`;
      if (url === undefined) throw new Error('PostgreSQL is not started');
      logs.push(await measureLog(engine, url, events, folder));
    }
  const report = `${tableOf(logs)}\n\n${JSON.stringify(machine())}, ${new Date().toISOString()}\n`;
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  writeFileSync(join(BENCH, 'results', 'log.md'), report);
  console.log(report);
};

const tableOf = (logs: readonly LogCosts[]): string =>
  table(
    ['', ...logs.map(({ engine, events }) => `${engine}, ${number(events)}>`)],
    [...(logs[0]?.costs.keys() ?? [])].map((name) => [name, ...logs.map(({ costs }) => figureOf(costs.get(name)))]),
  );

const figureOf = (figure: number | undefined): string =>
  figure !== undefined && Number.isFinite(figure) ? number(figure, figure < 10 ? 1 : 0) : '-';

const listOf = (text: string): string[] => text.split(',').filter(Boolean);

void leavingNothing(measureLogs);
