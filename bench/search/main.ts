import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../growth/database';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { BENCH } from '../support/paths';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { type Administered, administered, startServer } from './administered';
import { fill, registerFirst } from './fill';
import { plansOf } from './plans';
import { registrationCosts } from './registrations';
import { reportOf } from './report';
import { timesOf } from './times';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,100000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    /** Requests of each page in each registry. */
    rounds: { type: 'string', default: '30' },
    /** Of registrations with and without the index, in each of five rounds, or fewer with fewer --rounds; none if it is 0. */
    seconds: { type: 'string', default: '1' },
  },
});

const MOST_REGISTRATION_ROUNDS = 5;

/** Measures lists, searches and statistics of registries of several sizes, and reads the plans of their statements. */
const measureSearch = async (): Promise<void> => {
  buildProduct();
  const reports: string[] = [];
  for (const engine of listOf(values.databases) as Engine[]) {
    reports.push(await measured(engine, listOf(values.sizes).map(Number)));
    write(reports);
  }
  console.log(reports.join('\n\n'));
};

const measured = async (engine: Engine, sizes: readonly number[]): Promise<string> => {
  const folder = await temporaryFolder();
  const databases = engine === 'postgres' ? await startDatabaseServer(folder) : undefined;
  const registries: Administered[] = [];
  for (const size of sizes) {
    const name = `search_${size}`;
    const url = (await databases?.database(name)) ?? `sqlite:${join(folder, name)}.sqlite`;
    registries.push(await filled(engine, url, size, folder));
  }
  const load = loadavg()[0] ?? 0;
  const times = await timesOf(registries, Number(values.rounds));
  const largest = registries.at(-1);
  if (!largest) throw new Error('--sizes names no size');
  const plans = await plansOf(largest);
  const seconds = Number(values.seconds);
  const pid = databases?.pid;
  const rounds = Math.min(MOST_REGISTRATION_ROUNDS, Number(values.rounds));
  const options = { rounds, seconds, ...(pid !== undefined && { postgresPid: pid }) };
  const costs = seconds > 0 ? await registrationCosts(largest, options) : [];
  for (const { close } of registries) await close();
  return reportOf({ engine, load, times, plans, costs });
};

const filled = async (engine: Engine, url: string, size: number, folder: string): Promise<Administered> => {
  const server = await startServer(engine, url, size, folder);
  await registerFirst(server, url);
  await server.process.stop();
  await fill(engine, url, size);
  return administered(engine, url, size, folder);
};

/** After each database: what has been measured stays when the next one fails. */
const write = (reports: readonly string[]): void => {
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  const text = `${reports.join('\n\n')}\n\n${JSON.stringify(machine())}, ${new Date().toISOString()}\n`;
  writeFileSync(join(BENCH, 'results', 'search.md'), text);
};

const listOf = (text: string): string[] => text.split(',').filter(Boolean);

void leavingNothing(measureSearch);
