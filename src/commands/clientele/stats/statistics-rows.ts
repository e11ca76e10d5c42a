import type { HourOfStatistics, Statistics } from '../../../statistics/statistics.service';

type Row = readonly string[];

/** Which counts of an hour are shown as what, and by what. */
const SHOWN = [
  ['status', 'registrations', 'status'],
  ['grant_type', 'registrations', 'grant_type'],
  ['software_id', 'registrations', 'software_id'],
  ['registrar', 'registrations', 'registrar'],
  ['refusals', 'refusals', 'rule'],
] as const satisfies readonly (readonly [measure: keyof HourOfStatistics, what: string, by: string])[];

/** The clients that there are, and the sums of all hours: what is counted, by what, its value, and the count. */
export const totalRows = ({ clients, hours }: Statistics): readonly Row[] => [
  ...Object.entries(clients).flatMap(([by, counts]) => rowsOf('clients', by, Object.entries(counts))),
  ...SHOWN.flatMap(([measure, what, by]) =>
    rowsOf(
      what,
      by,
      hours.flatMap((hour) => Object.entries(hour[measure] ?? {})),
    ),
  ),
];

/** An hour: when it began, and how much happened in it. */
export const hourRow = ({ hour, registrations, deletions, refusals }: HourOfStatistics): Row => [
  hour,
  ...[registrations, deletions, refusals].map((counts) => String(sum(Object.values(counts ?? {})))),
];

/** A row for each value, the most frequent first. */
const rowsOf = (what: string, by: string, counts: readonly (readonly [string, number])[]): readonly Row[] => {
  const sums = new Map<string, number>();
  for (const [value, count] of counts) sums.set(value, (sums.get(value) ?? 0) + count);
  const sorted = [...sums].sort(([, one], [, other]) => other - one);
  return sorted.map(([value, count]) => [what, by, value, String(count)]);
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
