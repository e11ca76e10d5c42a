import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LoadLog } from '../load/load-log';
import { UNSHED } from '../load/unshed';
import { Shooter } from '../load/shooter';
import { leavingNothing } from '../support/cleanup';
import { ClienteleServer } from '../support/clientele-server';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { BENCH } from '../support/paths';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { MixedTraffic } from './mixed-traffic';
import { picture } from './picture';
import { markdown, type Soak } from './report';
import { MemoryFile, type Sample, sampleOf } from './samples';
import { verdictOf } from './verdict';

const CONNECTIONS = 32;
const MOST_FIRST_CLIENTS = 2000;
const FIRST_CLIENTS_PER_SECOND = 50;
const WARM_UP_SECONDS = 5;
const TRIAL_SECONDS = 5;
const SAMPLES = 150;
const SAMPLE_AT_LEAST_SECONDS = 1;
const RENEW_EVERY_MS = 300_000;
const RESULTS = join(BENCH, 'results');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seconds: { type: 'string' },
    share: { type: 'string', default: '0.6' },
    databases: { type: 'string', default: 'sqlite' },
  },
});
const seconds = values.seconds === undefined ? Number(values.minutes) * 60 : Number(values.seconds);

const soakAll = async (): Promise<void> => {
  buildProduct();
  mkdirSync(RESULTS, { recursive: true });
  for (const engine of values.databases.split(',').filter(Boolean)) await soak(engine);
};

const soak = async (engine: string): Promise<void> => {
  const folder = await temporaryFolder();
  const memory = new MemoryFile(join(folder, 'memory'));
  const server = await startServer(engine, folder, memory);
  let token = await server.registrarToken();
  const renewing = setInterval(() => {
    server.registrarToken().then((next) => (token = next), console.error);
  }, RENEW_EVERY_MS).unref();
  const shooter = new Shooter(server.origin, CONNECTIONS);
  const traffic = new MixedTraffic(() => token);
  const capacity = await capacityOf(shooter, traffic);
  const rate = capacity * Number(values.share);
  console.error(`${engine}: ${Math.round(capacity)}/s flat out; ${Math.round(rate)}/s for ${seconds} s`);
  const samples = await sampled(shooter, traffic, rate, memory);
  clearInterval(renewing);
  await shooter.close();
  await server.process.stop();
  const findings = verdictOf(samples);
  write({ engine, capacity, rate, seconds, samples, findings, machine: machine(), date: new Date() });
};

/** Answers per second to the same mix, as fast as they come. Throws where one fails already. */
const capacityOf = async (shooter: Shooter, traffic: MixedTraffic): Promise<number> => {
  const began = [
    await shooter.flatOut(traffic.firstClients(Math.min(MOST_FIRST_CLIENTS, seconds * FIRST_CLIENTS_PER_SECOND))),
    await shooter.flatOut(traffic.next, Math.min(WARM_UP_SECONDS, seconds)),
    await shooter.flatOut(traffic.next, Math.min(TRIAL_SECONDS, seconds)),
  ] as const;
  const failed = began.find(({ errors }) => errors > 0);
  if (failed) throw new Error(`${failed.errors} errors before the soak; the first: ${failed.firstError ?? ''}`);
  return began[2].times.length / began[2].seconds;
};

const sampled = async (
  shooter: Shooter,
  traffic: MixedTraffic,
  rate: number,
  memory: MemoryFile,
): Promise<Sample[]> => {
  const log = new LoadLog();
  const samples: Sample[] = [];
  const began = performance.now();
  const take = (): void => {
    samples.push(sampleOf((performance.now() - began) / 1000, log.outcome(), memory));
  };
  const taking = setInterval(take, Math.max(SAMPLE_AT_LEAST_SECONDS, seconds / SAMPLES) * 1000);
  await shooter.paced(traffic.next, rate, seconds, log);
  clearInterval(taking);
  take();
  return samples;
};

/** Refusals are counted as in operation, and none leads to 429, though all requests come from one address. */
const startServer = async (engine: string, folder: string, memory: MemoryFile): Promise<ClienteleServer> =>
  ClienteleServer.start({
    name: `soak-${engine}`,
    folder,
    databaseUrl:
      engine === 'postgres'
        ? await (await startDatabaseServer(folder)).database('soak')
        : `sqlite:${join(folder, 'soak.sqlite')}`,
    environment: {
      ...UNSHED,
      RATE_LIMIT_FAILED_AUTH: '1000000',
      RATE_LIMIT_FAILED_AUTH_NETWORK: '0',
      NODE_OPTIONS: `--require ${join(BENCH, 'soak', 'memory-probe.cjs')}`,
      SOAK_MEMORY_FILE: memory.path,
    },
  });

const write = (soaked: Soak): void => {
  const at = join(RESULTS, `soak-${soaked.engine}`);
  const text = markdown(soaked);
  writeFileSync(`${at}.md`, text);
  writeFileSync(`${at}.svg`, picture(soaked.samples));
  writeFileSync(`${at}.json`, JSON.stringify(soaked, undefined, 2));
  console.log(text);
  if (soaked.findings.some(({ isGood }) => !isGood)) process.exitCode = 1;
};

void leavingNothing(soakAll);
