import { Help, Option, SubCommand } from 'nest-commander';
import { examples } from '../output';
import { ChangeStatusCommand } from './change-status.command';
import { OF_CLIENT } from './clients-database';

/** `clientele clients disable`. */
@SubCommand({
  name: 'disable',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description: 'Puts an active client out of service until it is enabled. Its access tokens are no longer accepted.',
})
export class DisableClientCommand extends ChangeStatusCommand {
  protected readonly action = 'disable';

  @Option({ flags: '--reason <text>', description: 'why; the client reads it' })
  reason(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients disable 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --reason "Suspicious requests; write to security@example.org."',
    );
  }
}
