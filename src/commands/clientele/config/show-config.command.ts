import { Help, Option, SubCommand } from 'nest-commander';
import { processEnvironment, settingsOfProcess } from '../../../platform/config/read-environment';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';

interface Options {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `clientele config show`. */
@SubCommand({
  name: 'show',
  description: 'Shows the variables that are set and where, with --all the defaults too. Secrets are never shown.',
})
export class ShowConfigCommand extends JsonCommand {
  override run(_words: string[], { all = false, json }: Options): Promise<void> {
    processEnvironment();
    const settings = settingsOfProcess().filter(({ source }) => all || source !== 'default');
    if (json) for (const setting of settings) printJson(setting);
    else if (settings.length > 0) printTable(settings.map(({ name, value, source }) => [name, source, value]));
    else say('No variable is set: all have their defaults.');
    return Promise.resolve();
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
