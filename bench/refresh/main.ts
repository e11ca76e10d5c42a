import { parseArgs } from 'node:util';
import { Shooter } from '../load/shooter';
import type { Traffic } from '../load/shot';
import { UNSHED } from '../load/unshed';
import { leavingNothing } from '../support/cleanup';
import { ClienteleServer } from '../support/clientele-server';
import { temporaryFolder } from '../support/folder';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { median } from '../support/statistics';
import { type People, signInVariables, startPeople } from './people';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    grants: { type: 'string', default: '1000,100000' },
  },
});

const CONNECTIONS = 32;
/** More than the connections, so that a new refresh token is always there. */
const CHAINS = 64;
const CODES = 512;

/**
 * Measures what tokens of people cost: redemptions of codes, refreshes, and repetitions of refreshes, per second, in databases
 * with more and more grants. Each refresh uses the token that the one before it got.
 */
const measure = async (): Promise<void> => {
  buildProduct();
  for (const engine of values.databases.split(',').filter(Boolean)) await measureOn(engine);
};

const measureOn = async (engine: string): Promise<void> => {
  const folder = await temporaryFolder();
  const databases = engine === 'postgres' ? await startDatabaseServer(folder) : undefined;
  const databaseUrl = (await databases?.database('refresh')) ?? `sqlite:${folder}/refresh.sqlite`;
  const environment = { ...UNSHED, ...signInVariables(folder) };
  const server = await ClienteleServer.start({ name: `refresh-${engine}`, folder, databaseUrl, environment });
  const people = await startPeople(server);
  const shooter = new Shooter(server.origin, CONNECTIONS);
  for (const grants of values.grants.split(',').map(Number)) {
    await people.fill(grants);
    console.log(`${engine}, ${grants} grants: ${await figuresOf(shooter, people)}`);
  }
  await shooter.close();
  await server.process.stop();
  await people.close();
};

/** The medians of the rounds, as one line. */
const figuresOf = async (shooter: Shooter, people: People): Promise<string> => {
  const rates: Record<string, number[]> = { redemptions: [], refreshes: [], repetitions: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const tokens: string[] = [];
    const codes = await people.authorize(CODES);
    const redeeming = codes.map((code) => people.redeeming(code, (token) => tokens.push(token)));
    rates['redemptions']?.push(await rateOf(shooter, () => redeeming.pop()));
    const chains = tokens.splice(0, CHAINS);
    const repeated = chains[0] ?? '';
    rates['refreshes']?.push(await rateOf(shooter, chainsOf(people, chains.slice(1))));
    rates['repetitions']?.push(await rateOf(shooter, () => people.refreshing(repeated)));
  }
  return Object.entries(rates)
    .map(([name, found]) => `${median(found).toFixed(0)} ${name}/s`)
    .join(', ');
};

/** Each chain sends the token that it got last. */
const chainsOf =
  (people: People, tokens: string[]): Traffic =>
  () => {
    const token = tokens.shift();
    return token === undefined ? undefined : people.refreshing(token, (next) => tokens.push(next));
  };

const rateOf = async (shooter: Shooter, traffic: Traffic): Promise<number> => {
  const { times, errors, firstError, seconds } = await shooter.flatOut(traffic, Number(values.seconds));
  if (errors > 0) throw new Error(`${errors} errors; the first: ${firstError ?? ''}`);
  return times.length / seconds;
};

void leavingNothing(measure);
