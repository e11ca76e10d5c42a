import { parseArgs } from 'node:util';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { buildProduct } from '../support/prepare';
import { type Baseline, readBaseline, writeBaseline } from './baseline';
import { Calibrator } from './calibrator';
import { type Cost, costs, warmedUp } from './rounds';
import { type Watched, watchedOn } from './scenarios';

/** By how much the relative cost may exceed the baseline: docs/PERFORMANCE.md states the noise for which it allows. */
const TOLERANCE = 0.15;
const SMOKE = { rounds: 1, seconds: 0.1, warmUp: 0.02 };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.5' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    /** Writes the baseline instead of comparing with it. */
    update: { type: 'boolean', default: false },
    /** Measures and judges nothing: to see that it works. */
    smoke: { type: 'boolean', default: false },
  },
});

const check = async (): Promise<void> => {
  const baseline = values.update || values.smoke ? undefined : readBaseline();
  buildProduct();
  const folder = await temporaryFolder();
  const watched: Watched[] = [];
  for (const engine of values.databases.split(',').filter(Boolean)) watched.push(...(await watchedOn(engine, folder)));
  const calibrator = await Calibrator.start();
  const options = values.smoke ? SMOKE : { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  await warmedUp(watched, values.smoke ? SMOKE.warmUp : 1);
  const found = await costs(watched, calibrator, options);
  for (const cost of found) print(cost, baseline);
  if (values.update) writeBaseline(found, machine());
  if (!baseline) return;
  warnOfAnotherMachine(baseline);
  const dearer = watched.filter((_one, at) => found[at] && change(found[at], baseline) > TOLERANCE);
  if (dearer.length > 0) await confirm(dearer, baseline, () => costs(dearer, calibrator, options));
};

/** A machine that was busy may have made something look dear: only what is so twice is. */
const confirm = async (
  { length }: readonly Watched[],
  baseline: Baseline,
  again: () => Promise<Cost[]>,
): Promise<void> => {
  console.log(`${length} more than ${percent(TOLERANCE)} above the baseline; once more:`);
  for (const cost of await again()) {
    print(cost, baseline);
    if (change(cost, baseline) <= TOLERANCE) continue;
    console.log(`${cost.name} costs more than it did`);
    process.exitCode = 1;
  }
};

/** The share by which it costs more than the baseline; nothing for what has none. */
const change = ({ name, relative }: Cost, baseline: Baseline): number =>
  relative / (baseline.relative[name] ?? relative) - 1;

const print = (cost: Cost, baseline: Baseline | undefined): void => {
  const { name, cpu, relative, spread } = cost;
  const compared = baseline && `baseline ${percent(change(cost, baseline), true)}`;
  console.log(
    [
      name.padEnd(24),
      `${cpu.toFixed(0).padStart(6)} us`,
      `relative ${relative.toFixed(3).padStart(7)}`,
      `+-${percent(spread)}`,
      compared ?? '',
    ]
      .join('  ')
      .trimEnd(),
  );
};

const percent = (share: number, signed = false): string =>
  `${signed && share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}%`;

const warnOfAnotherMachine = ({ node, cpu }: Baseline): void => {
  const here = machine();
  const [major] = node.split('.');
  if (!here.node.startsWith(`${major ?? ''}.`) || here.cpu !== cpu)
    console.log(`The baseline is of ${node} on ${cpu}, this is ${here.node} on ${here.cpu}: expect other figures.`);
};

void leavingNothing(check);
