import { Help, SubCommand } from 'nest-commander';
import type { PolicyChange } from '../../../governance/policies/document-changes';
import { PolicyCatalogService, type PolicyDifference } from '../../../governance/policies/policy-catalog.service';
import { JsonCommand } from '../json-command';
import { examples, print, printJson } from '../output';
import { readText } from '../read-file';
import { withPolicies } from './policies-database';

/** `clientele policies diff`. */
@SubCommand({
  name: 'diff',
  arguments: '<file>',
  argsDescription: { file: 'a document of policies, YAML or JSON' },
  description: 'Shows what policies apply would change, and changes nothing.',
})
export class DiffPoliciesCommand extends JsonCommand {
  override run([file = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('diff', async ({ app }) => {
      const differences = await app.get(PolicyCatalogService).diff(await readText('FILE', file), file);
      for (const difference of differences) {
        const { isNew, ...others } = difference;
        if (json) printJson({ ...others, is_new: isNew });
        else linesOf(difference).forEach(print);
      }
    });
  }

  @Help('after')
  examples(): string {
    return examples('policies diff policies.yaml', 'policies diff policies.yaml --json');
  }
}

const linesOf = ({ name, version, changes, isNew }: PolicyDifference): readonly string[] => {
  if (version === undefined) return [`${name}@1 new`, ...changes.flatMap(linesOfChange)];
  if (!isNew) return [`${name}@${version} unchanged`];
  return [`${name}@${version} -> ${name}@${version + 1}`, ...changes.flatMap(linesOfChange)];
};

const linesOfChange = ({ path, ...values }: PolicyChange): readonly string[] => [
  ...('before' in values ? [`- ${path}: ${JSON.stringify(values.before)}`] : []),
  ...('after' in values ? [`+ ${path}: ${JSON.stringify(values.after)}`] : []),
];
