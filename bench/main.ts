import { publish, writeReport } from './report/write';
import { markdown } from './report/markdown';
import { contest, messageOf, type Started } from './run/contest';
import { OTHER_BENCHES } from './run/other-benches';
import { type Options, readOptions, USAGE } from './run/options';
import type { ComparedTarget, Results, ScenarioResult } from './run/results';
import { leavingNothing, throwIfInterrupted } from './support/cleanup';
import { temporaryFolder } from './support/folder';
import { Generator } from './support/generator';
import { machine } from './support/machine';
import type { Measurement } from './support/measure';
import { type PostgresServer, startDatabaseServer } from './support/postgres';
import { prepare } from './support/prepare';
import type { Target } from './targets/target';

/** Measures this server beside what an operator would pick instead. */
const bench = async (options: Options): Promise<void> => {
  say('building, installing what is missing');
  prepare();
  const startedAt = new Date().toISOString();
  const { started, compared, postgres } = await startAll(options.targets);
  const generator = Generator.start();
  const scenarios: ScenarioResult[] = [];
  for (const scenario of options.scenarios) {
    say(scenario.title);
    scenarios.push(await contest(scenario, started, generator, options));
  }
  const { seconds, rounds, connections } = options;
  const results: Results = {
    ...{ startedAt, machine: machine(), postgres, seconds, rounds, connections, targets: compared, scenarios },
    otherBenches: OTHER_BENCHES,
  };
  console.log(markdown(results));
  say(`written to ${writeReport(results)}`);
  if (options.publish) say(`published in ${publish(results)}`);
  if (oursFailed(results)) process.exitCode = 1;
};

/** The report lists the errors of a peer. Errors of this server also fail the run. */
const oursFailed = ({ targets, scenarios }: Results): boolean =>
  [...targets, ...scenarios.flatMap(({ rows }) => rows)]
    .filter(({ label }) => label.startsWith('Clientele'))
    .some((each) => each.failure !== undefined || ('rounds' in each && each.rounds.some(isWrong)));

/** 503 is what this server answers when the machine has no time for it: an error in the table, but no mistake. */
const isWrong = ({ answers, errors, statuses }: Measurement): boolean =>
  answers === 0 || errors > (statuses['503'] ?? 0);

interface AllStarted {
  readonly started: Started[];
  readonly compared: ComparedTarget[];
  readonly postgres: string;
}

/** Starts the targets one after the other. The report lists those that do not start. */
const startAll = async (targets: readonly Target[]): Promise<AllStarted> => {
  const folder = await temporaryFolder();
  let server: Promise<PostgresServer> | undefined;
  const place = { folder, postgres: () => (server ??= startDatabaseServer(folder)) };
  const started: Started[] = [];
  const compared: ComparedTarget[] = [];
  for (const target of targets) {
    const { name, label, durably, checks } = target;
    throwIfInterrupted();
    say(`starting ${label}`);
    const about = { name, label, version: target.version(), node: target.node.version, durably, checks };
    try {
      started.push({ target, running: await target.start(place) });
      compared.push(about);
    } catch (error) {
      compared.push({ ...about, failure: messageOf(error) });
    }
  }
  return { started, compared, postgres: (await server?.catch(() => undefined))?.version ?? 'not used' };
};

const say = (text: string): void => {
  console.error(`bench: ${text}`);
};

const main = (): void => {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) console.log(USAGE);
    else void leavingNothing(() => bench(options));
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  }
};

main();
