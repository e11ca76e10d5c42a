import { Command, Help, Option } from 'nest-commander';
import { databaseUrl } from '../../../platform/config/kinds/database-urls';
import { processEnvironment, textOfProcess } from '../../../platform/config/read-environment';
import { StartFailure } from '../../../platform/config/start-failure';
import { type CopyReport, copyRegistry } from '../../../platform/database/copy/copy-registry';
import { describeDatabase } from '../../../platform/database/data-source-options';
import { keyFileOf } from '../../../platform/secrets/local-key-file';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';
import { startProgress } from '../progress/progress';

interface Options {
  readonly to?: string;
  readonly toEnv?: string;
  readonly whileServed?: boolean;
  readonly json?: boolean;
}

/** `clientele copy`. */
@Command({
  name: 'copy',
  description:
    'Copies the whole registry of DATABASE_URL to another database, from SQLite to PostgreSQL or back, and compares both row by row. Repeat it after an interruption, and after the servers have stopped: it goes on with the rows that differ.',
})
export class CopyCommand extends JsonCommand {
  override async run(_words: string[], options: Options): Promise<void> {
    const environment = processEnvironment();
    const target = targetOf(options);
    say(`Database: ${describeDatabase(environment.DATABASE_URL)}`);
    say(`Copy: ${describeDatabase(target)}`);
    const report = await copyRegistry({
      source: environment.DATABASE_URL,
      target,
      whileServed: options.whileServed === true,
      begin: startProgress,
    });
    if (options.json) printReport(report);
    else printTable(rowsOf(report));
    requireFinished(report);
    const file = keyFileOf(environment);
    const keys = file === undefined ? 'the same SECRET_KEYS' : `SECRET_KEYS set to the content of ${file}`;
    say(`The copy is complete. Start the servers with its DATABASE_URL, ${keys}, and all other settings as they are.`);
  }

  @Option({ flags: '--to <address>', description: 'an empty database, or the unfinished copy of this one' })
  to(text: string): string {
    return text;
  }

  @Option({ flags: '--to-env <name>', description: 'the variable that has this address, if it has a password' })
  toEnv(text: string): string {
    return text;
  }

  @Option({
    flags: '--while-served',
    description: 'finishes although servers use the registry; what they write later is not in the copy',
  })
  whileServed(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples(
      'copy --to sqlite:/var/lib/clientele/copy.sqlite',
      'copy --to-env NEW_DATABASE_URL',
      'copy --to-env STAGING_DATABASE_URL --while-served --json',
    );
  }
}

/** The address of the target. Throws {@link StartFailure} unless one option names a valid one. */
const targetOf = ({ to, toEnv }: Options): string => {
  if ((to === undefined) === (toEnv === undefined))
    throw new WrongCall('--to or --to-env must name the database of the copy; write --to sqlite:PATH');
  const text = to ?? textOfProcess(toEnv ?? '');
  if (text === undefined) throw new WrongCall(`--to-env must name a variable that is set; set ${toEnv ?? ''}`);
  const kind = databaseUrl();
  if (kind.read(text) === undefined)
    throw new WrongCall(`${to === undefined ? '--to-env' : '--to'} must be ${kind.rule}; correct the address`);
  return text;
};

const SHOWN_OF_HASH = 16;

const rowsOf = ({ tables }: CopyReport): readonly (readonly string[])[] => [
  ['table', 'rows', 'sha256', 'different'],
  ...tables.map(({ table, source, differences }) => [
    table,
    String(source.rows),
    source.hash.slice(0, SHOWN_OF_HASH),
    String(differences),
  ]),
];

const printReport = ({ tables }: CopyReport): void => {
  for (const table of tables) printJson(table);
};

/** Throws {@link StartFailure} if the target may not be used yet. */
const requireFinished = ({ tables, isEqual, isServed, isFinished }: CopyReport): void => {
  if (isFinished) return;
  const again = 'stop them, and repeat the command: it copies what has changed since';
  const differences = tables.reduce((sum, table) => sum + table.differences, 0);
  throw new StartFailure(
    isEqual && isServed
      ? `The copy is not finished: it has all that the registry had, and servers still use the registry; ${again}`
      : `The copy is not finished: ${differences} rows differ, because the registry changes faster than it is copied; stop its servers, and repeat the command`,
  );
};
