import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type Engine } from '../growth/database';
import { startServices } from '../product';
import { median } from '../support/statistics';
import { clientOf, eventId, fill, startServer } from './fill';
import { runCommand } from './run-command';

const POLL_MS = 100;
const REPEATS = 5;
const PAGE = 1000;

/** What a log of a size costs: a name and a figure for each line of the table. */
export interface LogCosts {
  readonly engine: Engine;
  readonly events: number;
  readonly costs: ReadonlyMap<string, number>;
}

/** Fills a log, has a server seal it, and measures what reads it. */
export const measureLog = async (engine: Engine, url: string, events: number, folder: string): Promise<LogCosts> => {
  const costs = new Map<string, number>();
  const note = (name: string, figure: number): void => {
    costs.set(name, figure);
    console.error(`${engine}, ${events}: ${name}: ${Math.round(figure)}`);
  };
  note('mean length of an event, bytes', await fill(engine, url, events, folder));
  const server = await startServer(engine, url, events, folder);
  note('sealing, events per second', await sealedPerSecond(url, events));
  await server.process.stop();

  const number = Math.floor(events / 2);
  const commands = {
    'start of a command (`audit checkpoint`), ms': ['audit', 'checkpoint'],
    '`audit tail --lines 20`, ms': ['audit', 'tail', '--lines', '20'],
    '`clients history`, ms': ['clients', 'history', clientOf(number, events)],
    '`audit prove`, ms': ['audit', 'prove', eventId(number, events)],
  };
  for (const [name, words] of Object.entries(commands))
    note(name, median(Array.from({ length: REPEATS }, () => runCommand(words, server.environment).ms)));
  const verification = runCommand(['audit', 'verify'], server.environment);
  note('`audit verify`, ms', verification.ms);
  note('`audit verify`, MiB at the peak', verification.peakMib);
  note(`a page of ${PAGE} events in the middle, ms`, await pageMs(server.environment, number));
  return { engine, events, costs };
};

/** From the first batch that is seen to the last one. Not a number if there is one batch only. */
const sealedPerSecond = async (url: string, events: number): Promise<number> => {
  const sql = await connect(url);
  const size = async (): Promise<number> =>
    Number((await sql.all<{ size: unknown }>('SELECT size FROM log_tree'))[0]?.size ?? 0);
  const next = async (from: number): Promise<number> => {
    let sealed = await size();
    for (; sealed <= from; sealed = await size()) await wait(POLL_MS);
    return sealed;
  };
  const first = await next(0);
  const began = performance.now();
  await next(events - 1);
  await sql.close();
  return first < events ? ((events - first) * 1000) / (performance.now() - began) : NaN;
};

const pageMs = async (environment: Readonly<Record<string, string>>, position: number): Promise<number> => {
  const services = await startServices({ ...environment, NODE_ENV: 'test' });
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const began = performance.now();
    await services.events(position, PAGE);
    times.push(performance.now() - began);
  }
  await services.close();
  return median(times);
};
