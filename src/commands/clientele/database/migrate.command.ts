import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { examples, say } from '../output';
import { withDatabase } from '../with-database';

/** `clientele migrate`. */
@Command({
  name: 'migrate',
  description:
    'Brings the schema of the database up to date, as the server does at its start unless MIGRATE_ON_START=false.',
})
export class MigrateCommand extends CommandRunner {
  override run(_words: string[], { createDatabase = false }: { readonly createDatabase?: boolean }): Promise<void> {
    return withDatabase('migrate', { migrates: true, mayCreate: createDatabase }, () => {
      say('The schema is up to date.');
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
