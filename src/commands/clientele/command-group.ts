import { CommandRunner } from 'nest-commander';
import { similarWord } from '../../core/validation/similar-word';

/** A command that has commands below it. Without one of them it prints its usage to standard error and exits 2. */
export abstract class CommandGroup extends CommandRunner {
  override run([word]: string[]): Promise<void> {
    if (word === undefined) return this.command.help({ error: true });
    const similar = similarWord(
      word,
      this.command.commands.map((command) => command.name()),
    );
    const hint = similar === undefined ? `see clientele ${this.command.name()} --help` : `Did you mean ${similar}?`;
    return this.command.error(`error: unknown command '${word}'\n(${hint})`);
  }
}
