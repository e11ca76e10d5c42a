import type { Machine } from '../support/machine';
import type { Engine } from './database';
import type { Field } from './field';
import { INDEX_USES } from './indexes';
import type { Figures } from './rounds';
import type { Storage } from './storage';

/** What may become of the cost of a request between a thousand clients and a million. */
const MOST_RATIO = 1.15;

/** All that was found out about one database engine. */
export interface Growth {
  readonly engine: Engine;
  readonly starts: readonly ({ readonly size: number } & Field['start'])[];
  readonly figures: readonly Figures[];
  readonly storage: readonly { readonly size: number; readonly parts: readonly Storage[] }[];
}

/** As Markdown, for people. */
export const markdown = (growths: readonly Growth[], machine: Machine, date: Date): string =>
  [
    '# Cost per request as the registry grows',
    `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC; ${machine.cpu}, ${machine.cores} cores, ` +
      `${machine.memoryGib} GiB, ${machine.os}, Node ${machine.node}, ${machine.fileSystem}.`,
    'Every request is about a client that is random over all of the registry. The load generator runs beside the ' +
      'server. Time and CPU: what a request takes of what it takes at the smallest size in the same round, the median ' +
      `of all rounds. The target is at most ${MOST_RATIO}. Read: bytes from disks per request, which are none where pages are resident.`,
    ...growths.flatMap(section),
    '',
  ].join('\n\n');

const NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

const section = ({ engine, figures, starts, storage }: Growth): string[] => [
  `## ${NAMES[engine]}`,
  table(
    ['', 'clients', 'per second', 'p50 ms', 'p99 ms', 'CPU µs', 'of it database', 'read', 'time', 'CPU', 'errors'],
    figures.map((one, at) => [
      figures[at - 1]?.scenario === one.scenario ? '' : one.scenario,
      grouped(one.size),
      grouped(Math.round(one.perSecond)),
      one.p50.toFixed(2),
      one.p99.toFixed(2),
      grouped(Math.round(one.cpu)),
      engine === 'sqlite' ? 'within' : grouped(Math.round(one.databaseCpu)),
      grouped(Math.round(one.read)),
      judged(one.timeRatio),
      judged(one.cpuRatio),
      String(one.errors),
    ]),
  ),
  legend(figures),
  `Start of the server, from nothing to its first answer: ${starts
    .map(({ size, ms, cpuMs }) => `${grouped(size)} clients ${Math.round(ms)} ms (CPU ${Math.round(cpuMs)} ms)`)
    .join(', ')}.`,
  ...storage.slice(-1).map(({ size, parts }) => storageTable(size, parts)),
];

const legend = (figures: readonly Figures[]): string =>
  [...new Map(figures.map(({ scenario, about }) => [scenario, about]))]
    .map(([scenario, about]) => `${scenario}: ${about}.`)
    .join(' ');

const storageTable = (size: number, parts: readonly Storage[]): string => {
  const perClient = (bytes: number): string => grouped(Math.round(bytes / size));
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const ofClients = parts.filter((part) => part.table === 'clients').reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `Storage with ${grouped(size)} clients and as many remembered identifiers: ${grouped(Math.round(all / 2 ** 20))} MiB, ` +
      `of which ${perClient(ofClients)} bytes per client.`,
    '',
    table(
      ['', 'bytes each', 'needed by'],
      parts.map((part) => [nameOf(part), perClient(part.bytes), part.isIndex ? (useOf(part)?.neededBy ?? '') : '']),
    ),
  ].join('\n');
};

const useOf = (part: Storage): (typeof INDEX_USES)[number] | undefined =>
  INDEX_USES.find(({ table: of, index }) => of === part.table && index.test(part.name));

const nameOf = (part: Storage): string =>
  part.isIndex ? `${part.table} (${useOf(part)?.columns ?? part.name})` : part.table;

const judged = (ratio: number): string => (ratio > MOST_RATIO ? `**${ratio.toFixed(2)}**` : ratio.toFixed(2));

const grouped = (number: number): string => number.toLocaleString('en');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_cell, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
