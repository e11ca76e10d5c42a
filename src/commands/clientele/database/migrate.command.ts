import { Command, Help, Option } from 'nest-commander';
import { processEnvironment } from '../../../platform/config/read-environment';
import { distributeTables } from '../../../platform/database/distribution/distribute-tables';
import type { MadeTables } from '../../../platform/database/distribution/citus';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { withDatabase } from '../with-database';

interface Options {
  readonly createDatabase?: boolean;
  readonly distribute?: boolean;
  readonly json?: boolean;
}

/** `clientele migrate`. */
@Command({
  name: 'migrate',
  description:
    'Brings the schema of the database up to date, as the server does at its start unless MIGRATE_ON_START=false.',
})
export class MigrateCommand extends JsonCommand {
  override async run(_words: string[], { createDatabase = false, distribute = false, json }: Options): Promise<void> {
    const made = distribute ? await distributeTables(processEnvironment().DATABASE_URL) : undefined;
    await withDatabase('migrate', { migrates: true, mayCreate: createDatabase }, () => {
      if (json) printJson({ up_to_date: true, ...made });
      else say(`The schema is up to date.${made ? ` ${summaryOf(made)}` : ''}`);
      return Promise.resolve();
    });
  }

  @Option({
    flags: '--distribute',
    description: 'makes Citus distribute the tables over its workers; run it on the coordinator',
  })
  distribute(): boolean {
    return true;
  }

  @Option({ flags: '--create-database', description: 'makes the SQLite file if it is not there' })
  createDatabase(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('migrate', 'migrate --create-database', 'migrate --distribute');
  }
}

const summaryOf = ({ distributed, reference, coordinator }: MadeTables): string =>
  `Citus now distributes ${distributed.length} more tables, copies ${reference.length} more to every worker, and keeps ${coordinator.length} more on the coordinator.`;
