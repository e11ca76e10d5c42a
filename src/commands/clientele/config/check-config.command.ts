import { Help, SubCommand } from 'nest-commander';
import { processEnvironment, unknownVariablesOfProcess } from '../../../platform/config/read-environment';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';

/** `clientele config check`. */
@SubCommand({
  name: 'check',
  description:
    'Reads the settings as the server does at its start. Exits 1 with a line for each mistake; misspelt variables are warnings.',
})
export class CheckConfigCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const { NODE_ENV } = processEnvironment();
    if (json) printJson({ valid: true, node_env: NODE_ENV, warnings: unknownVariablesOfProcess() });
    else say(`The settings are valid for NODE_ENV=${NODE_ENV}.`);
    return Promise.resolve();
  }

  @Help('after')
  examples(): string {
    return examples('config check', 'config check --json');
  }
}
