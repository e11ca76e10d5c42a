import { Help, Option, SubCommand } from 'nest-commander';
import { processEnvironment, settingsOfProcess } from '../../../platform/config/read-environment';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';

interface Options {
  readonly all?: boolean;
  readonly json?: boolean;
}

const COLUMNS = ['name', 'source', 'value'];

/** `clientele config show`. */
@SubCommand({
  name: 'show',
  description: 'Shows the variables that are set and where, with --all the defaults too. Secrets are never shown.',
})
export class ShowConfigCommand extends JsonCommand {
  override run(_words: string[], { all = false, json }: Options): Promise<void> {
    processEnvironment();
    const settings = settingsOfProcess().filter(({ source }) => all || source !== 'default');
    return printList(
      settings.map((setting) => ({ ...setting })),
      { json, columns: COLUMNS, none: 'No variable is set: all have their defaults.' },
    );
  }

  @Option({ flags: '--all', description: 'shows all variables' })
  all(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('config show', 'config show --all --json');
  }
}
