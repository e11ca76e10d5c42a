import { Help, SubCommand } from 'nest-commander';
import { processEnvironment } from '../../../platform/config/read-environment';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';

const COLUMNS = ['resource', 'name', 'scopes', 'user_scopes'];

/** `clientele resources list`. */
@SubCommand({ name: 'list', description: 'Lists the resource servers of RESOURCES.' })
export class ListResourcesCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const resources = [...processEnvironment().RESOURCES].map(([resource, members]) => ({ resource, ...members }));
    return printList(resources, { json, columns: COLUMNS, none: 'RESOURCES has no resource server.' });
  }

  @Help('after')
  examples(): string {
    return examples('resources list', 'resources list --json');
  }
}
