import { Help, SubCommand } from 'nest-commander';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';
import { withPolicies } from './policies-database';

const COLUMNS = ['name', 'version', 'created_at'];

/** `clientele policies list`. */
@SubCommand({ name: 'list', description: 'Lists all policies by name, with the number of the newest version.' })
export class ListPoliciesCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('list', async ({ app }) => {
      const policies = await app.get(PolicyCatalogService).list();
      const summaries = policies.map(({ created_at, ...others }) => ({
        ...others,
        created_at: created_at.toISOString(),
      }));
      await printList(summaries, { json, columns: COLUMNS, none: 'There are no policies.' });
    });
  }

  @Help('after')
  examples(): string {
    return examples('policies list', 'policies list --json');
  }
}
