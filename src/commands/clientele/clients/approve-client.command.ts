import { Help, SubCommand } from 'nest-commander';
import { examples } from '../output';
import { ChangeStatusCommand } from './change-status.command';
import { OF_CLIENT } from './clients-database';

/** `clientele clients approve`. */
@SubCommand({
  name: 'approve',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description: 'Approves a client that waits for it. The client obtains tokens from the next request on.',
})
export class ApproveClientCommand extends ChangeStatusCommand {
  protected readonly action = 'approve';

  @Help('after')
  examples(): string {
    return examples('clients approve 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
