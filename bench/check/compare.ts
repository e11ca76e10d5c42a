import { parseArgs } from 'node:util';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { buildProduct } from '../support/prepare';
import { median } from '../support/statistics';
import { usagePerRequest, warmedUp } from './rounds';
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

/** CPU time of requests, round by round. */
interface Costs {
  readonly own: number[];
  readonly database: number[];
}

/** Shows the median of the rounds' ratios, and the ratio of the cheapest rounds, which other programs disturb least. */
const compareOne = async (before: Watched, after: Watched): Promise<void> => {
  const costs: Record<'before' | 'after', Costs> = {
    before: { own: [], database: [] },
    after: { own: [], database: [] },
  };
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const side of round % 2 === 0 ? (['before', 'after'] as const) : (['after', 'before'] as const)) {
      const { own, database } = await usagePerRequest(side === 'before' ? before : after, Number(values.seconds));
      costs[side].own.push(own);
      costs[side].database.push(database);
    }
  console.log(lineOf(before.name, costs.before.own, costs.after.own));
  if (before.postgresPid !== undefined)
    console.log(lineOf('  its database', costs.before.database, costs.after.database));
};

const lineOf = (name: string, before: readonly number[], after: readonly number[]): string => {
  const ratio = median(after.map((cost, round) => cost / (before[round] ?? 0)));
  const cheapest = Math.min(...after) / Math.min(...before);
  return [
    `${name.padEnd(32)}  before ${median(before).toFixed(0)} us  after ${median(after).toFixed(0)} us`,
    `ratio ${ratio.toFixed(2)}  of the cheapest rounds ${cheapest.toFixed(2)}`,
  ].join('  ');
};

void leavingNothing(compare);
