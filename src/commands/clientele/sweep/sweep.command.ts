import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { IdleClientsModule } from '../../../governance/idle-clients/idle-clients.module';
import { IdleClientsService, type SweptClient } from '../../../governance/idle-clients/idle-clients.service';
import { ClientChangesModule } from '../../client-changes.module';
import { requireConfirmation } from '../confirmed';
import { examples, print, printJson, say } from '../output';
import { withDatabase } from '../with-database';

interface Options {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele sweep`. */
@Command({
  name: 'sweep',
  description:
    'Deletes the clients that were not used for as long as their policies say, as the server does once a day.',
})
export class SweepCommand extends CommandRunner {
  override run(_words: string[], { dryRun = false, yes, json }: Options): Promise<void> {
    const modules = [ClientChangesModule, IdleClientsModule];
    return withDatabase('sweep', { modules }, async ({ app, context }) => {
      if (!dryRun) requireConfirmation(yes, 'deletes clients that are not used');
      let count = 0;
      for await (const swept of app.get(IdleClientsService).sweep(context, { isTrial: dryRun })) {
        if (json) printJson(summaryOf(swept));
        else print(lineOf(swept));
        count += 1;
      }
      say(
        `${count} ${count === 1 ? 'client' : 'clients'} ${dryRun ? 'would be' : count === 1 ? 'was' : 'were'} deleted.`,
      );
    });
  }

  @Option({ flags: '--dry-run', description: 'counts and names the clients, and deletes none' })
  dryRun(): boolean {
    return true;
  }

  @Option({ flags: '--yes', description: 'deletes them without a question' })
  yes(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'prints a line of JSON for each client' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('sweep --dry-run', 'sweep --yes');
  }
}

const lastUseOf = ({ client: { last_used_at } }: SweptClient): string => last_used_at?.toISOString() ?? 'never';

const summaryOf = (swept: SweptClient): Readonly<Record<string, unknown>> => ({
  client_id: swept.client.client_id,
  created_at: swept.client.created_at.toISOString(),
  last_used_at: lastUseOf(swept),
  rule: swept.rule,
  days: swept.days,
});

const lineOf = (swept: SweptClient): string =>
  `${swept.client.client_id}  registered ${swept.client.created_at.toISOString()}, last used ${lastUseOf(swept)}: ${swept.rule} ${swept.days}`;
