import { Help, SubCommand } from 'nest-commander';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';
import { withPolicies } from './policies-database';

/** `clientele policies list`. */
@SubCommand({ name: 'list', description: 'Lists all policies by name, with the number of the newest version.' })
export class ListPoliciesCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('list', async ({ app }) => {
      const policies = await app.get(PolicyCatalogService).list();
      if (json) return void printJson(policies);
      if (policies.length === 0) return void say('There are no policies.');
      const rows = policies.map(({ name, version, created_at }) => [name, String(version), created_at.toISOString()]);
      printTable([['name', 'version', 'created_at'], ...rows]);
    });
  }

  @Help('after')
  examples(): string {
    return examples('policies list', 'policies list --json');
  }
}
