import { Help, SubCommand } from 'nest-commander';
import { examples } from '../output';
import { ChangeStatusCommand } from './change-status.command';
import { OF_CLIENT } from './clients-database';

/** `clientele clients enable`. */
@SubCommand({
  name: 'enable',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description: 'Puts a disabled client back into service, with the credentials that it had.',
})
export class EnableClientCommand extends ChangeStatusCommand {
  protected readonly action = 'enable';

  @Help('after')
  examples(): string {
    return examples('clients enable 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
