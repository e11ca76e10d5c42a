import { CommandRunner } from 'nest-commander';

/** A command that has commands below it. Without one of them it prints its usage and exits 1. */
export abstract class CommandGroup extends CommandRunner {
  override run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = 1;
    return Promise.resolve();
  }
}
