import { Help, SubCommand } from 'nest-commander';
import { stringify } from 'yaml';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { JsonCommand } from '../json-command';
import { examples, print, printJson } from '../output';
import { withPolicies } from './policies-database';
import { versionNamed } from './policy-reference';

/** `clientele policies show`. */
@SubCommand({
  name: 'show',
  arguments: '<name>',
  argsDescription: {
    name: 'the name of a policy for its newest version, or the name and a version, such as partners@2',
  },
  description: 'Shows a version of a policy, as a document that policies apply reads.',
})
export class ShowPolicyCommand extends JsonCommand {
  override run([word = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('show', async ({ app }) => {
      const { name, version, created_at, document } = await versionNamed(app.get(PolicyCatalogService), word);
      if (json) return void printJson({ name, version, created_at, ...document });
      print(`# ${name}@${version} of ${created_at.toISOString()}`);
      print(stringify({ policies: { [name]: document } }).trimEnd());
    });
  }

  @Help('after')
  examples(): string {
    return examples('policies show partners', 'policies show partners@1 > partners-1.yaml');
  }
}
