import type { Results, ScenarioResult } from '../run/results';
import { MOST_STALL_MS } from '../support/stalls';
import { median } from '../support/statistics';
import { type Summary, summariesOf } from './summary';
import { number, table } from './table';
import { verdicts } from './verdicts';

/** The whole report, with a picture where there is a file of it. */
export const markdown = (results: Results, pictureName?: string): string =>
  [
    '# Results of npm run bench',
    setting(results),
    ...(pictureName === undefined ? [] : [`![Requests per second, relative to Clientele on SQLite](${pictureName})`]),
    '## What is compared',
    compared(results),
    COLUMNS,
    ...results.scenarios.flatMap((scenario) => [`## ${scenario.title}`, scenarioTable(scenario), ...signing(scenario)]),
    '## Targets',
    table(
      ['target', 'measured', 'reached'],
      verdicts(results).map(({ target, measured, isReached }) => [
        target,
        measured,
        isReached === undefined ? '-' : isReached ? 'yes' : 'no',
      ]),
    ),
    '## Other benches',
    table(['command', 'what it measures'], Object.entries(results.otherBenches)),
  ].join('\n\n') + '\n';

const setting = ({ machine, postgres, startedAt, seconds, rounds, connections }: Results): string =>
  [
    `- ${startedAt}, ${rounds} round(s) of ${seconds} s, ${connections} connections, load generator on the same machine`,
    `- ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.os}, databases on ${machine.fileSystem}`,
    `- load generator on Node ${machine.node}, PostgreSQL ${postgres}`,
  ].join('\n');

const compared = ({ targets }: Results): string =>
  table(
    ['target', 'version', 'Node', 'durable', 'checks and gives at registration'],
    targets.map(({ label, version, node, durably, checks, failure }) => [
      label,
      version,
      node,
      durably,
      failure === undefined ? checks : `DID NOT START: ${failure}`,
    ]),
  );

const COLUMNS = [
  'CPU is microseconds per good answer: of the server, of PostgreSQL, and of all that took part with the load generator.',
  '`read` is bytes that were read from disks per answer, `others` the cores that other programs kept busy in the worst round.',
  `Percentiles are of the rounds without a stall of the machine above ${MOST_STALL_MS} ms; \`stalls\` is how many had one, and the longest.`,
].join(' ');

const scenarioTable = (scenario: ScenarioResult): string =>
  table(
    [
      ...['target', 'requests/s>', 'to ours>', 'CPU us>', 'DB CPU us>', 'all CPU us>', 'read>', 'others>'],
      ...['p50 ms>', 'p99 ms>', 'stalls>', 'errors>', 'MiB>', 'durable'],
    ],
    summariesOf(scenario).map((summary) => [summary.label, ...figures(summary), summary.failure ?? summary.durably]),
  );

const figures = (summary: Summary): string[] => {
  const { perSecond, ratio, cpu, databaseCpu, allCpu, read, otherCores, p50, p99, errors, peakMib } = summary;
  if (perSecond === 0) return [...Array.from({ length: 10 }, () => '-'), number(errors), '-'];
  return [
    ...[number(perSecond), number(ratio, 2), number(cpu), number(databaseCpu), number(allCpu), number(read)],
    ...[number(otherCores, 2), number(p50, 1), number(p99, 1), stalls(summary), number(errors), number(peakMib)],
  ];
};

const stalls = ({ stalled, longestStallMs }: Summary): string =>
  stalled === 0 ? '0' : `${stalled}, ${number(longestStallMs)} ms`;

const signing = ({ signing: measured }: ScenarioResult): string[] =>
  measured
    ? [
        `This machine alone signs ${number(median(measured.rounds.map(({ perSecond }) => perSecond)))}/s with ${measured.alg}, all cores, nothing else running.`,
      ]
    : [];
