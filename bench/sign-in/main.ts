import { parseArgs } from 'node:util';
import { Shooter } from '../load/shooter';
import type { Traffic } from '../load/shot';
import { UNSHED } from '../load/unshed';
import { leavingNothing } from '../support/cleanup';
import { ClienteleServer } from '../support/clientele-server';
import { temporaryFolder } from '../support/folder';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { cpuSeconds } from '../support/process-usage';
import { median } from '../support/statistics';
import { REQUESTS_OF_AUTHORIZATION } from './browsers';
import { type People, signInVariables, startPeople } from './people';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    grants: { type: 'string', default: '1000,100000' },
  },
});

const SECONDS = Number(values.seconds);
const CONNECTIONS = 32;
/** More than the connections, so that a new refresh token is always there. */
const CHAINS = 64;
/** Of each, authorizations and redemptions, in one round. */
const CODES = 512;

/**
 * Measures what the sign-in of people costs: whole authorizations, redemptions of codes, refreshes, and repetitions of
 * refreshes, per second, and the CPU time of the server for each, in databases with more and more grants. Each refresh uses
 * the token that the one before it got.
 */
const measure = async (): Promise<void> => {
  buildProduct();
  for (const engine of values.databases.split(',').filter(Boolean)) await measureOn(engine);
};

const measureOn = async (engine: string): Promise<void> => {
  const folder = await temporaryFolder();
  const databases = engine === 'postgres' ? await startDatabaseServer(folder) : undefined;
  const databaseUrl = (await databases?.database('sign_in')) ?? `sqlite:${folder}/sign-in.sqlite`;
  const environment = { ...UNSHED, ...signInVariables(folder) };
  const server = await ClienteleServer.start({ name: `sign-in-${engine}`, folder, databaseUrl, environment });
  const people = await startPeople(server);
  const load = { shooter: new Shooter(server.origin, CONNECTIONS), pid: server.process.pid };
  for (const grants of values.grants.split(',').map(Number)) {
    await people.fill(grants);
    console.log(`${engine}, ${grants} grants: ${await figuresOf(load, people)}`);
  }
  await load.shooter.close();
  await server.process.stop();
  await people.close();
};

/** Who sends, and the process that responds. */
interface Load {
  readonly shooter: Shooter;
  readonly pid: number;
}

/** What one kind of request cost in one round. */
interface Figure {
  readonly rate: number;
  /** CPU time of the server for each, in microseconds. */
  readonly cpu: number;
}

/** The medians of the rounds, as one line. */
const figuresOf = async (load: Load, people: People): Promise<string> => {
  const figures = { authorizations: [], redemptions: [], refreshes: [], repetitions: [] } as Record<string, Figure[]>;
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, figure] of Object.entries(await roundOf(load, people))) figures[name]?.push(figure);
  return Object.entries(figures)
    .map(([name, all]) => {
      const [rate, cpu] = [median(all.map((one) => one.rate)), median(all.map((one) => one.cpu))];
      return `${rate.toFixed(0)} ${name}/s (${cpu.toFixed(0)} us CPU)`;
    })
    .join(', ');
};

const roundOf = async (load: Load, people: People): Promise<Readonly<Record<string, Figure>>> => {
  const sessions = await people.signIn(CODES);
  const authorizing = people.authorizing(sessions, SECONDS);
  const authorizations = await costOf(load, authorizing, { seconds: Infinity, requests: REQUESTS_OF_AUTHORIZATION });
  const tokens: string[] = [];
  const codes = await people.authorize(CODES);
  const redeeming = codes.map((code) => people.redeeming(code, (token) => tokens.push(token)));
  const redemptions = await costOf(load, () => redeeming.pop());
  const chains = tokens.splice(0, CHAINS);
  const repeated = chains[0] ?? '';
  const refreshes = await costOf(load, chainsOf(people, chains.slice(1)));
  return { authorizations, redemptions, refreshes, repetitions: await costOf(load, () => people.refreshing(repeated)) };
};

/** Each chain sends the token that it got last. */
const chainsOf =
  (people: People, tokens: string[]): Traffic =>
  () => {
    const token = tokens.shift();
    return token === undefined ? undefined : people.refreshing(token, (next) => tokens.push(next));
  };

/** Sends as fast as the responses come. What is counted takes this number of requests each. */
const costOf = async (
  { shooter, pid }: Load,
  traffic: Traffic,
  { seconds: most, requests } = { seconds: SECONDS, requests: 1 },
): Promise<Figure> => {
  const before = cpuSeconds(pid);
  const { times, errors, firstError, seconds } = await shooter.flatOut(traffic, most);
  if (errors > 0) throw new Error(`${errors} errors; the first: ${firstError ?? ''}`);
  const done = times.length / requests;
  return { rate: done / seconds, cpu: ((cpuSeconds(pid) - before) * 1_000_000) / done };
};

void leavingNothing(measure);
