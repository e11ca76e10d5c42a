import { Help, SubCommand } from 'nest-commander';
import { AuditService } from '../../../event-log/audit/audit.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { JsonCommand } from '../json-command';
import { examples, printJson } from '../output';
import { withAudit } from './audit-database';

/** `clientele audit prove`. */
@SubCommand({
  name: 'prove',
  arguments: '<event>',
  argsDescription: { event: 'the id of an event' },
  description: 'Prints an event with the proof that the log has it, which audit check verifies without the database.',
})
export class ProveEventCommand extends JsonCommand {
  override run([event = '']: string[]): Promise<void> {
    return withAudit('prove', async (app) => {
      const proof = await app.get(AuditService).prove(event);
      if (!proof)
        throw new StartFailure(
          `EVENT: there is no sealed event ${event}; audit tail shows the ids, and a new event is sealed within seconds`,
        );
      printJson(proof);
    });
  }

  @Help('after')
  examples(): string {
    return examples('audit prove 019e0b5a-0000-7000-8000-000000000000 > proof.json');
  }
}
