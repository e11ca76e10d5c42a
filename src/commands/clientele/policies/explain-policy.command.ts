import { Help, SubCommand } from 'nest-commander';
import { isObject, parseJson } from '../../../core/json/json';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, print, printJson } from '../output';
import { readText } from '../read-file';
import { summaryOf } from '../../../governance/policies/explanation-summary';
import { linesOf } from './explanation-output';
import { withPolicies } from './policies-database';
import { versionNamed } from './policy-reference';

/** `clientele policies explain`. */
@SubCommand({
  name: 'explain',
  arguments: '<name> <body>',
  argsDescription: {
    name: 'the name of a policy for its newest version, or the name and a version, such as partners@2',
    body: 'a file with the body of a registration, in JSON',
  },
  description:
    'Shows step by step what the operators of a policy make of the body of a registration. Registers nothing.',
})
export class ExplainPolicyCommand extends JsonCommand {
  override run([word = '', file = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withPolicies('explain', async ({ app }) => {
      const body = parseJson(await readText('BODY', file));
      if (!isObject(body))
        throw new WrongCall('BODY must be a file with a JSON object; write the body of a registration');
      const { name, version } = await versionNamed(app.get(PolicyCatalogService), word);
      const explanation = (await app.get(PoliciesService).version(name, version)).explain(body);
      if (json) return void printJson({ name, version, ...summaryOf(explanation) });
      for (const line of linesOf(explanation)) print(line);
    });
  }

  @Help('after')
  examples(): string {
    return examples('policies explain partners client.json', 'policies explain partners@1 client.json --json');
  }
}
