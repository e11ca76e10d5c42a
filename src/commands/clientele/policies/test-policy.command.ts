import { Help, Option, SubCommand } from 'nest-commander';
import { ClientRepository } from '../../../clients/client.repository';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { PolicyTrialsService, type TriedClient } from '../../../governance/policies/policy-trials.service';
import { DEFAULT_OPEN } from '../../../governance/policies/policy-names';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { JsonCommand } from '../json-command';
import { drained, examples, exits, print, printJson, say } from '../output';
import { startProgress } from '../progress/progress';
import { readText } from '../read-file';
import { withPolicies } from './policies-database';
import { versionNamed } from './policy-reference';
import { WrongCall } from '../exit-codes';
import { EXIT_CODES } from '../exit-codes';

interface TestOptions {
  readonly file?: string;
  readonly json?: boolean;
}

/** `clientele policies test`. */
@SubCommand({
  name: 'test',
  arguments: '<name>',
  argsDescription: { name: 'the name of a policy' },
  description:
    'Shows for which clients of a policy an update with unchanged metadata would be refused, or would change them. Changes nothing.',
})
export class TestPolicyCommand extends JsonCommand {
  override run([name = '']: string[], { file, json = false }: TestOptions): Promise<void> {
    return withPolicies('test', async ({ app }) => {
      const candidates = file === undefined ? [] : await candidatesOf(app.get(PoliciesService), file);
      if (candidates.every((policy) => !isNamed(policy, name)))
        await requirePolicy(app.get(PolicyCatalogService), name);
      const counts = { refused: 0, changed: 0 };
      const progress = startProgress('clients', await app.get(ClientRepository).count());
      try {
        const trial = { name, candidates, report: progress.reach };
        for await (const client of app.get(PolicyTrialsService).affected(trial)) {
          if (client.reasons.length > 0) counts.refused += 1;
          else counts.changed += 1;
          if (json) printJson(client);
          else linesOf(client).forEach(print);
          await drained();
        }
      } finally {
        progress.end();
      }
      say(`${counts.refused} would be refused, ${counts.changed} would be changed`);
      if (counts.refused > 0) process.exitCode = EXIT_CODES.found.code;
    });
  }

  @Option({ flags: '--file <file>', description: 'a document of policies that is tested as if it were applied' })
  file(path: string): string {
    return path;
  }

  @Help('after')
  examples(): string {
    return (
      examples('policies test partners', 'policies test partners --file policies.yaml --json') +
      exits({ found: 'an update of a client would be refused' })
    );
  }
}

const candidatesOf = async (policies: PoliciesService, file: string): Promise<readonly RegistrationPolicy[]> =>
  policies.candidates(await readText('--file', file), file);

const isNamed = ({ admitting }: RegistrationPolicy, name: string): boolean =>
  admitting.some((policy) => policy.name === name);

/** The newest version is tested, so that the name may not have a number. */
const requirePolicy = async (policies: PolicyCatalogService, name: string): Promise<void> => {
  if (name === DEFAULT_OPEN) return;
  const [own = '', ...version] = name.split('@');
  if (version.length > 0) throw new WrongCall(`NAME must be a name without a version; write ${own}`);
  await versionNamed(policies, name);
};

const linesOf = ({ client_id, reasons, changes }: TriedClient): readonly string[] => [
  ...reasons.map((reason) => `${client_id} refused: ${reason}`),
  ...changes.map(
    ({ member, ...values }) => `${client_id} changed: ${member} ${textOf(values.before)} -> ${textOf(values.after)}`,
  ),
];

const textOf = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
