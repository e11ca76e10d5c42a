import { CommandRunner, Option } from 'nest-commander';

/** A command with a result that programs can read: with `--json` it prints JSON instead of text. */
export abstract class JsonCommand extends CommandRunner {
  @Option({ flags: '--json', description: 'prints JSON, for a list one line for each' })
  json(): boolean {
    return true;
  }
}
