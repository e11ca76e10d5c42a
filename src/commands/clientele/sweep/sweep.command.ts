import { Command, Help, Option } from 'nest-commander';
import { ClientRepository } from '../../../clients/client.repository';
import { IdleClientsModule } from '../../../governance/idle-clients/idle-clients.module';
import { IdleClientsService, type SweptClient } from '../../../governance/idle-clients/idle-clients.service';
import { ClientChangesModule } from '../../client-changes.module';
import { confirm, DestroyingCommand } from '../confirm';
import { drained, examples, print, printJson, say } from '../output';
import { startProgress } from '../progress/progress';
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
export class SweepCommand extends DestroyingCommand {
  override run(_words: string[], { dryRun = false, yes, json }: Options): Promise<void> {
    const modules = [ClientChangesModule, IdleClientsModule];
    return withDatabase('sweep', { modules }, async ({ app, context }) => {
      if (!dryRun) await confirm(yes, 'deletes clients that are not used');
      let count = 0;
      const progress = startProgress('clients', await app.get(ClientRepository).count());
      try {
        const sweep = { isTrial: dryRun, report: progress.reach };
        for await (const swept of app.get(IdleClientsService).sweep(context, sweep)) {
          if (json) printJson(summaryOf(swept));
          else print(lineOf(swept));
          await drained();
          count += 1;
        }
      } finally {
        progress.end();
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
