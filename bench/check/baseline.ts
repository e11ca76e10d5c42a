import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH } from '../support/paths';
import type { Cost } from './rounds';

const FILE = join(BENCH, 'baseline.json');

/** What the watched things cost when it was last agreed to: relative to the fixed work, so that machines may differ. */
export interface Baseline {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly relative: Readonly<Record<string, number>>;
}

/** Throws when there is none. */
export const readBaseline = (): Baseline => {
  if (!existsSync(FILE))
    throw new Error('there is no bench/baseline.json; write it with npm run bench:check -- --update');
  return JSON.parse(readFileSync(FILE, 'utf8')) as Baseline;
};

export const writeBaseline = (costs: readonly Cost[], { node, cpu }: Pick<Baseline, 'node' | 'cpu'>): void => {
  const relative = Object.fromEntries(costs.map((cost) => [cost.name, Number(cost.relative.toFixed(4))]));
  writeFileSync(FILE, `${JSON.stringify({ date: new Date().toISOString(), node, cpu, relative }, undefined, 2)}\n`);
};
