import { Help, SubCommand } from 'nest-commander';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import { CheckpointKeysService } from '../../../event-log/sealing/checkpoint-keys.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { JsonCommand } from '../json-command';
import { examples, printJson } from '../output';
import { withAudit } from './audit-database';

/** `clientele audit checkpoint`. */
@SubCommand({
  name: 'checkpoint',
  description: 'Prints the newest signed checkpoint, for a copy that is kept elsewhere.',
})
export class ShowCheckpointCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withAudit('checkpoint', async (app) => {
      const newest = await app.get(AuditRepository).newestCheckpoint();
      if (!newest) throw new StartFailure('there is no checkpoint yet: the server signs one after its first event');
      const { note, size, created_at } = newest;
      const keys = await app.get(CheckpointKeysService).verifierKeys();
      if (json) printJson({ size, created_at, checkpoint: note, keys });
      else process.stdout.write(note);
    });
  }

  @Help('after')
  examples(): string {
    return examples('audit checkpoint > checkpoint.txt', 'audit checkpoint --json');
  }
}
