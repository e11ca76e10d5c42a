import type { Machine } from '../support/machine';
import { median } from '../support/statistics';
import { quarterOf, type Sample } from './samples';
import type { Finding } from './verdict';

export interface Soak {
  readonly engine: string;
  /** Answers per second flat out, and at the rate that was kept. */
  readonly capacity: number;
  readonly rate: number;
  readonly seconds: number;
  readonly samples: readonly Sample[];
  readonly findings: readonly Finding[];
  readonly machine: Machine;
  readonly date: Date;
}

const MIB = 2 ** 20;
const QUARTERS = ['first', 'second', 'third', 'last'];

/** As Markdown, for people. */
export const markdown = ({ engine, capacity, rate, seconds, samples, findings, machine, date }: Soak): string =>
  [
    `# Soak on ${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
    `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC; ${machine.cpu}, ${machine.cores} cores, ` +
      `${machine.memoryGib} GiB, ${machine.os}, Node ${machine.node}, ${machine.fileSystem}.`,
    `Mixed load for ${seconds} s at ${Math.round(rate)} requests per second; flat out it were ${Math.round(capacity)}.`,
    [
      '| quarter | per second | p50 ms | p99 ms | resident MiB | heap MiB |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      ...QUARTERS.map((name, which) => row(name, quarterOf(samples, which))),
    ].join('\n'),
    findings.map(({ what, isGood }) => `- ${isGood ? 'good' : '**bad**'}: ${what}`).join('\n'),
    '',
  ].join('\n\n');

const row = (name: string, samples: readonly Sample[]): string => {
  const middle = (of: (sample: Sample) => number): number => median(samples.map(of));
  const cells = [
    middle(({ perSecond }) => perSecond).toFixed(0),
    middle(({ p50 }) => p50).toFixed(2),
    middle(({ p99 }) => p99).toFixed(2),
    (middle(({ rss }) => rss) / MIB).toFixed(1),
    (middle(({ heap }) => heap) / MIB).toFixed(1),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
};
