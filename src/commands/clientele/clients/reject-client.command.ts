import { Help, Option, SubCommand } from 'nest-commander';
import { examples } from '../output';
import { ChangeStatusCommand } from './change-status.command';
import { OF_CLIENT } from './clients-database';

/** `clientele clients reject`. */
@SubCommand({
  name: 'reject',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description: 'Rejects a client that waits for approval. A rejection is final: the client has to register again.',
})
export class RejectClientCommand extends ChangeStatusCommand {
  protected readonly action = 'reject';

  @Option({ flags: '--reason <text>', description: 'why; the client reads it', required: true })
  reason(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients reject 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --reason "The logo is that of another company."',
    );
  }
}
