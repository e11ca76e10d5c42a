import { parseArgs } from 'node:util';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { machine } from '../support/machine';
import { buildProduct } from '../support/prepare';
import { type Baseline, readBaseline, writeBaseline } from './baseline';
import { Calibrator } from './calibrator';
import { type Cost, costs } from './rounds';
import { watchedOn } from './scenarios';

/** By how much the relative cost may exceed the baseline: see docs/PERFORMANCE.md for the noise that it leaves room for. */
const TOLERANCE = 0.1;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1' },
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
  const watched = [];
  for (const engine of values.databases.split(',').filter(Boolean)) watched.push(...(await watchedOn(engine, folder)));
  const calibrator = await Calibrator.start();
  const found = await costs(watched, calibrator, { rounds: Number(values.rounds), seconds: Number(values.seconds) });
  if (baseline) warnOfOtherNode(baseline);
  for (const cost of found) tell(cost, baseline?.relative[cost.name]);
  if (values.update) writeBaseline(found, machine());
};

const tell = ({ name, cpu, relative, spread }: Cost, expected: number | undefined): void => {
  const cost = `${name.padEnd(22)} ${cpu.toFixed(0).padStart(6)} us  relative ${relative.toFixed(3)} +-${percent(spread)}`;
  if (expected === undefined) return void console.log(cost);
  const change = relative / expected - 1;
  const isGood = change <= TOLERANCE;
  console.log(
    `${cost}  baseline ${expected.toFixed(3)}  ${change < 0 ? '' : '+'}${percent(change)}${isGood ? '' : '  TOO MUCH'}`,
  );
  if (!isGood) process.exitCode = 1;
};

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const warnOfOtherNode = ({ node, cpu }: Baseline): void => {
  const here = machine();
  const [major] = node.split('.');
  if (!here.node.startsWith(`${major ?? ''}.`) || here.cpu !== cpu)
    console.log(`The baseline is of ${node} on ${cpu}, this is ${here.node} on ${here.cpu}: expect other figures.`);
};

void leavingNothing(check);
