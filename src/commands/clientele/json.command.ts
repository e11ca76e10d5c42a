import { CommandRunner, Option } from 'nest-commander';

/** A command whose data can be printed for programs. */
export abstract class JsonCommand extends CommandRunner {
  @Option({ flags: '--json', description: 'prints JSON; of a list, a line for each item' })
  json(): boolean {
    return true;
  }
}
