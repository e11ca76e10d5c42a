import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { BENCH } from '../support/paths';
import { buildProduct } from '../support/prepare';
import type { Engine } from './database';
import { type Field, openField } from './field';
import { placeFor } from './place';
import { Registries } from './registries';
import { type Growth, markdown } from './report';
import { measuredInRounds } from './rounds';

const CONNECTIONS = 32;
const RESULTS = join(BENCH, 'results');

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,100000,1000000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    /** Some of them by name; all without it. */
    scenarios: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    /** Registries on disk, kept from run to run, instead of in memory. */
    disk: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

const growth = async (): Promise<void> => {
  buildProduct();
  const sizes = listOf(values.sizes)
    .map(Number)
    .sort((one, other) => one - other);
  const engines = listOf(values.databases) as Engine[];
  const clients = sizes.reduce((sum, size) => sum + size, 0) * engines.length;
  const place = await placeFor({ clients, onDisk: values.disk, fresh: values.fresh });
  const registries = new Registries(place);
  const growths: Growth[] = [];
  for (const engine of engines) {
    growths.push(await growthOf(engine, sizes, registries));
    write(growths, place);
  }
  console.log(markdown(growths, machine(place), new Date()));
  const failed = growths.flatMap(({ figures }) => figures.filter(({ errors }) => errors > 0));
  for (const { scenario, size, firstError } of failed) console.error(`${scenario}, ${size}: ${firstError ?? ''}`);
  if (failed.length > 0) process.exitCode = 1;
};

/** After each database: what has been measured stays when the next one fails. */
const write = (growths: readonly Growth[], place: string): void => {
  const date = new Date();
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'growth.md'), markdown(growths, machine(place), date));
  writeFileSync(join(RESULTS, 'growth.json'), JSON.stringify({ date, machine: machine(place), growths }, undefined, 2));
};

const growthOf = async (engine: Engine, sizes: readonly number[], registries: Registries): Promise<Growth> => {
  const fields: Field[] = [];
  const folder = await temporaryFolder();
  const [smallest = 0] = sizes;
  for (const size of sizes)
    fields.push(await openField(await registries.open(engine, size), { folder, connections: CONNECTIONS, smallest }));
  const figures = await measuredInRounds(
    fields,
    { rounds: Number(values.rounds), seconds: Number(values.seconds), only: listOf(values.scenarios) },
    (text) => {
      console.error(`${engine}: ${text}`);
    },
  );
  for (const field of fields) await field.close();
  return {
    engine,
    figures,
    starts: fields.map(({ registry: { size }, start }) => ({ size, ...start })),
    storage: fields.map(({ registry: { size, storage } }) => ({ size, parts: storage })),
  };
};

const listOf = (text: string): string[] => text.split(',').filter(Boolean);

void leavingNothing(growth);
