import { parseArgs } from 'node:util';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { buildProduct } from '../support/prepare';
import { median } from '../support/statistics';
import { cpuPerRequest, warmedUp } from './rounds';
import { type Watched, watchedOn } from './scenarios';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.5' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    only: { type: 'string', default: '' },
  },
});

/**
 * Compares this build with one in another folder: each kind of request to one and then to the other, within the same
 * second and in changing order, so that what else the machine does meets both.
 */
const compare = async (): Promise<void> => {
  const [root] = positionals;
  if (root === undefined) throw new Error('name the folder of the other build, in which npm run build has run');
  buildProduct();
  for (const engine of values.databases.split(',').filter(Boolean)) {
    const before = await watchedOn(engine, await temporaryFolder(), root);
    const after = await watchedOn(engine, await temporaryFolder());
    await warmedUp([...before, ...after]);
    for (const [at, old] of before.entries()) {
      const current = after[at];
      if (current && isChosen(old.name)) await compareOne(old, current);
    }
  }
};

/** Whether the name of a kind of request contains one of the texts of `--only`. */
const isChosen = (name: string): boolean => values.only.split(',').some((text) => name.includes(text));

/** Shows the median of the rounds' ratios, and the ratio of the cheapest rounds, which other programs disturb least. */
const compareOne = async (before: Watched, after: Watched): Promise<void> => {
  const ratios: number[] = [];
  const costs = { before: [] as number[], after: [] as number[] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const side of round % 2 === 0 ? (['before', 'after'] as const) : (['after', 'before'] as const))
      costs[side].push(await cpuPerRequest(side === 'before' ? before : after, Number(values.seconds)));
    ratios.push((costs.after[round] ?? 0) / (costs.before[round] ?? 0));
  }
  console.log(
    `${before.name.padEnd(32)}  before ${median(costs.before).toFixed(0)} us  after ${median(costs.after).toFixed(0)} us  ratio ${median(ratios).toFixed(2)}  of the cheapest rounds ${(Math.min(...costs.after) / Math.min(...costs.before)).toFixed(2)}`,
  );
};

void leavingNothing(compare);
