import { Command, Help, Option } from 'nest-commander';
import { StatisticsModule } from '../../../statistics/statistics.module';
import { StatisticsService, type TimeOfStatistics } from '../../../statistics/statistics.service';
import { JsonCommand } from '../json-command';
import { momentOf } from '../option-values';
import { examples, print, printJson, printTable, say } from '../output';
import { withDatabase } from '../with-database';
import { hourRow, totalRows } from './statistics-rows';

interface Options extends TimeOfStatistics {
  readonly json?: boolean;
}

/** `clientele stats`. */
@Command({
  name: 'stats',
  description:
    'Counts the clients by status, grant type, software, policy and registrar, and of a day or another time the registrations, deletions and refusals, by hour. The servers count, a second or two after it happened; a year is kept.',
})
export class StatsCommand extends JsonCommand {
  override run(_words: string[], { json, ...time }: Options): Promise<void> {
    return withDatabase('stats', { modules: [StatisticsModule] }, async ({ app, context }) => {
      const statistics = await app.get(StatisticsService).read(time, context.at);
      if (json) return void printJson(statistics);
      printTable([['what', 'by', 'value', 'count'], ...totalRows(statistics)]);
      if (statistics.hours.length === 0) return void say('Nothing was counted in the hours of this time.');
      print('');
      printTable([['hour', 'registrations', 'deletions', 'refusals'], ...statistics.hours.map(hourRow)]);
    });
  }

  @Option({ flags: '--since <moment>', description: 'only hours that began then or later; by default those of a day' })
  since(text: string): Date {
    return momentOf('--since', text);
  }

  @Option({ flags: '--until <moment>', description: 'only hours that began before; by default up to now' })
  until(text: string): Date {
    return momentOf('--until', text);
  }

  @Help('after')
  examples(): string {
    return examples('stats', 'stats --since 2026-01-01 --until 2026-01-31 --json');
  }
}
