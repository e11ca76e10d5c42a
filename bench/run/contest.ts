import { setTimeout as wait } from 'node:timers/promises';
import { THIS_NODE } from '../../scripts/node-release';
import type { Scenario } from '../scenarios/scenario';
import { throwIfInterrupted } from '../support/cleanup';
import type { Generator } from '../support/generator';
import type { LoadPlan } from '../support/load';
import { measure, type Measurement } from '../support/measure';
import { ROOT } from '../support/paths';
import { send } from '../targets/requests';
import type { RunningTarget, Target } from '../targets/target';
import type { Options } from './options';
import type { Row, ScenarioResult } from './results';
import { measureSigning, type Signing } from './signing';

/** Before each measurement, so that what the one before left undone does not count for the next. */
const PAUSE_MS = 200;

export interface Started {
  readonly target: Target;
  readonly running: RunningTarget;
}

/** A target that takes part in a scenario, and what came of it so far. */
interface Contestant extends Started {
  readonly plan?: LoadPlan;
  readonly rounds: Measurement[];
  failure?: string;
}

/** Measures all targets that have what a scenario needs, in rounds: each once, then each once again, in another order. */
export const contest = async (
  scenario: Scenario,
  started: readonly Started[],
  generator: Generator,
  options: Options,
): Promise<ScenarioResult> => {
  const all = await inTurn(started, (each) => enter(scenario, each, options));
  const contestants = all.filter(({ plan, failure }) => plan !== undefined || failure !== undefined);
  await inTurn(contestants, (each) => attempt(each, (plan) => generator.drive(plan)));
  const signing: Signing[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    await inTurn(rotated(contestants, round), (each) =>
      attempt(each, async (plan) => {
        await wait(PAUSE_MS);
        each.rounds.push(await measure(generator, plan, each.running.pid, each.running.postgresPid));
      }),
    );
    if (scenario.signing)
      signing.push(await measureSigning(scenario.signing, options.seconds, started[0]?.target.node ?? THIS_NODE));
  }
  return {
    name: scenario.name,
    title: scenario.title,
    rows: contestants.map(rowOf),
    ...(scenario.signing && { signing: { alg: scenario.signing, rounds: signing } }),
  };
};

/** Checks one real answer before anything is measured. */
const enter = async (scenario: Scenario, each: Started, options: Options): Promise<Contestant> => {
  const { running } = each;
  try {
    const requests = await scenario.requests(running);
    const [first] = requests;
    if (first === undefined) return { ...each, rounds: [] };
    scenario.verify(await send(running.origin, first, scenario.expected), running);
    const { seconds, connections } = options;
    const plan = { origin: running.origin, requests, expected: scenario.expected, connections, seconds };
    return { ...each, plan, rounds: [] };
  } catch (error) {
    return { ...each, rounds: [], failure: messageOf(error) };
  }
};

/** A target that fails is listed as such; the others continue. */
const attempt = async (each: Contestant, work: (plan: LoadPlan) => Promise<unknown>): Promise<void> => {
  if (each.plan === undefined || each.failure !== undefined) return;
  try {
    await work(each.plan);
  } catch (error) {
    each.failure = isAlive(each.running.pid) ? messageOf(error) : 'its process ended under load';
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const rowOf = ({ target, rounds, failure }: Contestant): Row => ({
  target: target.name,
  label: target.label,
  durably: target.durably,
  rounds,
  ...(failure !== undefined && { failure }),
});

const rotated = <Item>(items: readonly Item[], by: number): Item[] => {
  const first = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};

const inTurn = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (const item of items) {
    results.push(await work(item));
    throwIfInterrupted();
  }
  return results;
};

/** One line of what went wrong. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(ROOT, '.').replaceAll(/\s+/g, ' ').slice(0, 300);
