import { Command, Help, Option } from 'nest-commander';
import { DoctorModule } from '../../../features/doctor/doctor.module';
import { DoctorService, type NamedFinding } from '../../../features/doctor/doctor.service';
import { failure, type Finding, type Severity, worstOf } from '../../../features/doctor/finding';
import type { Environment } from '../../../platform/config/environment';
import { processEnvironment } from '../../../platform/config/read-environment';
import { StartFailure } from '../../../platform/config/start-failure';
import { createCommandContext } from '../../open-database';
import { EXIT_CODES, type Exit } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, exits, printJson, printTable } from '../output';

interface Options {
  readonly full?: boolean;
  readonly json?: boolean;
}

/** A note is no reason for a monitor to call anybody. */
const EXITS: Readonly<Record<Severity, Exit>> = { ok: 'done', note: 'done', warning: 'warned', error: 'found' };

/** `clientele doctor`. */
@Command({
  name: 'doctor',
  description:
    'Examines the installation of this environment, and says what is wrong, what will be, and what to do about it. It changes nothing.',
})
export class DoctorCommand extends JsonCommand {
  override async run(_words: string[], { full = false, json }: Options): Promise<void> {
    const environment = readSettings();
    const findings =
      environment instanceof StartFailure ? settingsMistakes(environment) : await examine(environment, full);
    if (json) for (const finding of findings) printJson(finding);
    else printTable([['severity', 'check', 'finding'], ...findings.flatMap(rowsOf)]);
    process.exitCode = EXIT_CODES[EXITS[worstOf(findings.map(({ severity }) => severity))]].code;
  }

  @Option({ flags: '--full', description: 'checks the whole content of a SQLite file, however long that takes' })
  full(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return (
      examples('doctor', 'doctor --full', 'doctor --json') +
      exits({ found: 'there is an error', warned: 'there are warnings, and no error' })
    );
  }
}

const readSettings = (): Environment | StartFailure => {
  try {
    return processEnvironment();
  } catch (error) {
    if (error instanceof StartFailure) return error;
    throw error;
  }
};

/** A server with such settings does not start, and nothing else can be examined. */
const settingsMistakes = ({ message }: StartFailure): readonly NamedFinding[] =>
  message
    .split('\n')
    .slice(1)
    .map((line) => ({
      check: 'settings',
      ...failure(line.replace(/^ *- /, ''), 'no server starts: correct it first'),
    }));

const examine = async (environment: Environment, isFull: boolean): Promise<readonly NamedFinding[]> => {
  const app = await createCommandContext(environment, [DoctorModule.forRoot({ isFull })]);
  try {
    const findings: NamedFinding[] = [];
    for await (const finding of app.get(DoctorService).examine()) findings.push(finding);
    return findings;
  } finally {
    await app.close();
  }
};

const rowsOf = ({ check, severity, finding, remedy }: Finding & { readonly check: string }): readonly string[][] => [
  [severity, check, finding],
  ...(remedy === undefined ? [] : [['', '', `-> ${remedy}`]]),
];
