import { parseArgs } from 'node:util';
import { SCENARIOS } from '../scenarios/all';
import type { Scenario } from '../scenarios/scenario';
import { TARGETS } from '../targets/all';
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
  --only a,b        these of ${TARGETS.map(({ name }) => name).join(', ')}
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
      only: { type: 'string', default: '' },
      scenarios: { type: 'string', default: '' },
      publish: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seconds: positive('seconds', values.seconds),
    rounds: positive('rounds', values.rounds),
    connections: positive('connections', values.connections),
    targets: chosen('only', TARGETS, names(values.only)),
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

const positive = (option: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} must be a whole number from 1`);
  return value;
};

const names = (list: string): string[] => list.split(',').filter((name) => name !== '');
