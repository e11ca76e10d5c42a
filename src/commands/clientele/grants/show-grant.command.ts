import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';
import { OF_GRANT, withGrants } from './grants-database';

/** `clientele grants show`. */
@SubCommand({
  name: 'show',
  arguments: '<id>',
  argsDescription: OF_GRANT,
  description: 'Shows one authorization of a user for a client: resources, scope, last use. It shows no tokens.',
})
export class ShowGrantCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withGrants('show', async (grants) => {
      const summary = { ...(await grants.one(id)) };
      if (json) printJson(summary);
      else printValues(summary);
    });
  }

  @Help('after')
  examples(): string {
    return examples('grants show 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
