import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { examples, printJson, printTable } from '../output';
import { readText } from '../read-file';
import { withPolicies } from './policies-database';

/** `clientele policies apply`. */
@SubCommand({
  name: 'apply',
  arguments: '<file>',
  argsDescription: { file: 'a document of policies, YAML or JSON' },
  description:
    'Adds a version of each policy of a document that differs from its newest version: of all of them, or of none if the document has a fault.',
})
export class ApplyPoliciesCommand extends CommandRunner {
  override run([file = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('apply', async (app) => {
      const applied = await app.get(PoliciesService).apply(await readText('FILE', file), file);
      if (json) return void printJson(applied.map(({ name, version, isNew }) => ({ name, version, is_new: isNew })));
      const rows = applied.map(({ name, version, isNew }) => [`${name}@${version}`, isNew ? 'new' : 'unchanged']);
      printTable([['policy', 'state'], ...rows]);
    });
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('policies apply docs/policies/partner-portal.yaml', 'policies apply policies.yaml --json');
  }
}
