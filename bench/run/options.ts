import { parseArgs } from 'node:util';
import { isNodeMajor, NODE_MAJORS, type NodeMajor } from '../../scripts/node-release';
import { SCENARIOS } from '../scenarios/all';
import type { Scenario } from '../scenarios/scenario';
import { targetsOn } from '../targets/all';
import type { Target } from '../targets/target';

export interface Options {
  /** Per measurement. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly targets: readonly Target[];
  readonly scenarios: readonly Scenario[];
  /** Whether the report goes to docs/performance. */
  readonly publish: boolean;
}

export const USAGE = `npm run bench -- [options]
  --seconds N       how long each measurement takes (2)
  --rounds N        how often everything is measured, in turn (3)
  --connections N   how many connections the load generator opens (32)
  --node 22,24      the versions of Node that this server runs on, of ${NODE_MAJORS.join(', ')} (22); the first is compared
  --only a,b        these of ${targetsOn(['22'])
    .map(({ name }) => name)
    .join(', ')}
  --scenarios a,b   these of ${SCENARIOS.map(({ name }) => name).join(', ')}
  --publish         write the report to docs/performance, too`;

/** Reads the command line; nothing when help is asked for. Throws with what is wrong about it. */
export const readOptions = (parameters: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '32' },
      node: { type: 'string', default: '22' },
      only: { type: 'string', default: '' },
      scenarios: { type: 'string', default: '' },
      publish: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seconds: atLeast(SHORTEST, 'seconds', values.seconds),
    rounds: whole('rounds', values.rounds),
    connections: whole('connections', values.connections),
    targets: chosen('only', targetsOn(majors(values.node)), names(values.only)),
    scenarios: chosen('scenarios', SCENARIOS, names(values.scenarios)),
    publish: values.publish,
  };
};

/** Those with these names; all when there are none. Throws when a name is unknown. */
const chosen = <Item extends { readonly name: string }>(
  option: string,
  all: readonly Item[],
  wanted: readonly string[],
): readonly Item[] => {
  const unknown = wanted.filter((name) => !all.some((item) => item.name === name));
  if (unknown.length > 0)
    throw new Error(`--${option}: no ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`);
  return wanted.length === 0 ? all : all.filter(({ name }) => wanted.includes(name));
};

/** A shorter measurement has too few answers. */
const SHORTEST = 0.2;

const atLeast = (least: number, option: string, text: string): number => {
  const value = Number(text);
  if (!(value >= least)) throw new Error(`--${option} must be a number from ${least}`);
  return value;
};

const whole = (option: string, text: string): number => {
  const value = atLeast(1, option, text);
  if (!Number.isInteger(value)) throw new Error(`--${option} must be a whole number`);
  return value;
};

/** Versions of Node. Throws if there is none, or one that is not known. */
const majors = (text: string): [NodeMajor, ...NodeMajor[]] => {
  const wanted = names(text);
  const [first, ...others] = wanted.filter(isNodeMajor);
  if (first === undefined || others.length + 1 < wanted.length)
    throw new Error(`--node must name versions of ${NODE_MAJORS.join(', ')}`);
  return [first, ...others];
};

const names = (list: string): string[] => list.split(',').filter((name) => name !== '');
