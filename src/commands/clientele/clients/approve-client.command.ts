import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { examples } from '../output';
import { changeStatus, type ChangeOptions } from './change-status';

/** `clientele clients approve`. */
@SubCommand({
  name: 'approve',
  arguments: '<client_id>',
  description: 'Approves a client that waits for it. The client obtains tokens from the next request on.',
})
export class ApproveClientCommand extends CommandRunner {
  override run(words: string[], options: ChangeOptions): Promise<void> {
    return changeStatus('approve', words, options);
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('clients approve 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
