import { Command, Help, Option } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { withDatabase } from '../with-database';

interface Options {
  readonly createDatabase?: boolean;
  readonly json?: boolean;
}

/** `clientele migrate`. */
@Command({
  name: 'migrate',
  description:
    'Brings the schema of the database up to date, as the server does at its start unless MIGRATE_ON_START=false.',
})
export class MigrateCommand extends JsonCommand {
  override run(_words: string[], { createDatabase = false, json }: Options): Promise<void> {
    return withDatabase('migrate', { migrates: true, mayCreate: createDatabase }, () => {
      if (json) printJson({ up_to_date: true });
      else say('The schema is up to date.');
      return Promise.resolve();
    });
  }

  @Option({ flags: '--create-database', description: 'makes the SQLite file if it is not there' })
  createDatabase(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('migrate', 'migrate --create-database');
  }
}
