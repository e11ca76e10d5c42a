import { Command, CommandRunner, Help } from 'nest-commander';
import { described } from '../command-tree';
import { CommandTreeRegistry } from '../command-tree.registry';
import { oneOf } from '../option-values';
import { examples } from '../output';
import { bashCompletion } from './bash-completion';
import { continuationsOf } from './completion-words';
import { fishCompletion } from './fish-completion';
import { zshCompletion } from './zsh-completion';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `clientele completion`. */
@Command({
  name: 'completion',
  arguments: '<shell>',
  argsDescription: { shell: 'bash, zsh or fish' },
  description: 'Prints a script with which a shell completes the words, options and values of this program.',
})
export class CompletionCommand extends CommandRunner {
  constructor(private readonly tree: CommandTreeRegistry) {
    super();
  }

  override run([shell = '']: string[]): Promise<void> {
    const script = SCRIPTS[oneOf('SHELL', ['bash', 'zsh', 'fish'], shell)];
    process.stdout.write(script(continuationsOf(described(this.tree.program))));
    return Promise.resolve();
  }

  @Help('after')
  examples(): string {
    return examples(
      'completion bash > /etc/bash_completion.d/clientele',
      'completion zsh > ~/.zfunc/_clientele',
      'completion fish > ~/.config/fish/completions/clientele.fish',
    );
  }
}
