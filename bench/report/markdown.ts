import type { Results, ScenarioResult } from '../run/results';
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
  ].join('\n\n') + '\n';

const setting = ({ machine, postgres, startedAt, seconds, rounds, connections }: Results): string =>
  [
    `- ${startedAt}, ${rounds} round(s) of ${seconds} s, ${connections} connections, load generator on the same machine`,
    `- ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.os}, databases on ${machine.fileSystem}`,
    `- Node ${machine.node}, PostgreSQL ${postgres}`,
  ].join('\n');

const compared = ({ targets }: Results): string =>
  table(
    ['target', 'version', 'durable', 'checks and gives at registration'],
    targets.map(({ label, version, durably, checks, failure }) => [
      label,
      version,
      durably,
      failure === undefined ? checks : `DID NOT START: ${failure}`,
    ]),
  );

/** Times in milliseconds, CPU time in microseconds per good answer. */
const scenarioTable = (scenario: ScenarioResult): string =>
  table(
    ['target', 'requests/s>', 'to ours>', 'p50 ms>', 'p99 ms>', 'errors>', 'MiB>', 'CPU us>', 'DB CPU us>', 'durable'],
    summariesOf(scenario).map((summary) => [summary.label, ...figures(summary), summary.failure ?? summary.durably]),
  );

const figures = ({ perSecond, ratio, p50, p99, errors, peakMib, cpu, databaseCpu }: Summary): string[] =>
  perSecond === 0
    ? [...Array.from({ length: 4 }, () => '-'), number(errors), '-', '-', '-']
    : [
        number(perSecond),
        number(ratio, 2),
        number(p50, 1),
        number(p99, 1),
        number(errors),
        number(peakMib),
        number(cpu),
        number(databaseCpu),
      ];

const signing = ({ signing: measured }: ScenarioResult): string[] =>
  measured
    ? [
        `This machine alone signs ${number(median(measured.rounds))}/s with ${measured.alg}, all cores, nothing else running.`,
      ]
    : [];
