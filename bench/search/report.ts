import type { Engine } from '../growth/database';
import { number, table } from '../report/table';
import type { Plan } from './plans';
import type { RegistrationCosts } from './registrations';
import type { Times } from './times';

/** All that was found out about one database engine. */
export interface Findings {
  readonly engine: Engine;
  /** The load of the machine when the measurements began. */
  readonly load: number;
  readonly times: readonly Times[];
  readonly plans: readonly Plan[];
  readonly costs: readonly RegistrationCosts[];
}

/** As Markdown. */
export const reportOf = ({ engine, load, times, plans, costs }: Findings): string =>
  [
    `## ${engine}, load ${number(load, 1)}`,
    timesTable(times),
    ...(costs.length > 0 ? [costsTable(costs)] : []),
    'Plans in the largest registry:',
    ...plans.map(planText),
  ].join('\n\n');

const timesTable = (times: readonly Times[]): string => {
  const sizes = [...new Set(times.map(({ size }) => size))];
  const names = [...new Set(times.map(({ name }) => name))];
  const cells = (name: string): string[] =>
    sizes.flatMap((wanted) => {
      const found = times.find((one) => one.name === name && one.size === wanted);
      return [number(found?.median, 1), number(found?.p95, 1)];
    });
  return table(
    ['ms', ...sizes.flatMap((size) => [`${number(size)}: median>`, 'p95>'])],
    names.map((name) => [name, ...cells(name)]),
  );
};

const costsTable = (costs: readonly RegistrationCosts[]): string =>
  table(
    ['registrations', 'clients>', 'per second>', 'CPU ms>'],
    costs.map(({ size, isFollowed, perSecond, cpuMs }) => [
      isFollowed ? 'with the index' : 'without',
      number(size),
      number(perSecond),
      number(cpuMs, 3),
    ]),
  );

const planText = ({ statement, steps, isScan, pages }: Plan): string =>
  `${isScan ? 'SCANS OR SORTS' : 'uses indexes'}: \`${statement}\` (${pages.join('; ')})\n\n${steps.map((step) => `    ${step}`).join('\n')}`;
