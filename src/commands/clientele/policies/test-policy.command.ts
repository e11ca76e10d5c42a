import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { StartFailure } from '../../../platform/config/start-failure';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import { PolicyTrialsService, type TriedClient } from '../../../governance/policies/policy-trials.service';
import { DEFAULT_OPEN } from '../../../governance/policies/policy-names';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { examples, print, printJson, say } from '../output';
import { readText } from '../read-file';
import { withPolicies } from './policies-database';
import { versionNamed } from './policy-reference';

interface TestOptions {
  readonly file?: string;
  readonly json?: boolean;
}

/** The exit code if an update of a client would be refused; 1 is a command that failed. */
const SOMETHING_REFUSED = 2;

/** `clientele policies test`. */
@SubCommand({
  name: 'test',
  arguments: '<name>',
  argsDescription: { name: 'the name of a policy' },
  description:
    'Shows for which clients of a policy an update with unchanged metadata would be refused, or would change them. Changes nothing. Exits 2 if one would be refused.',
})
export class TestPolicyCommand extends CommandRunner {
  override run([name = '']: string[], { file, json = false }: TestOptions): Promise<void> {
    return withPolicies('test', async ({ app }) => {
      const candidates = file === undefined ? [] : await candidatesOf(app.get(PoliciesService), file);
      if (candidates.every((policy) => !isNamed(policy, name)))
        await requirePolicy(app.get(PolicyCatalogService), name);
      const counts = { read: 0, tried: 0, refused: 0, changed: 0 };
      const affected = app.get(PolicyTrialsService).affected({
        name,
        candidates,
        report: (progress) => {
          Object.assign(counts, progress);
          say(`${counts.read} clients read, ${counts.tried} of policy ${name}`);
        },
      });
      for await (const client of affected) {
        if (client.reasons.length > 0) counts.refused += 1;
        else counts.changed += 1;
        if (json) printJson(client);
        else linesOf(client).forEach(print);
      }
      say(`${counts.refused} would be refused, ${counts.changed} would be changed`);
      if (counts.refused > 0) process.exitCode = SOMETHING_REFUSED;
    });
  }

  @Option({ flags: '--file <file>', description: 'a document of policies that is tested as if it were applied' })
  file(path: string): string {
    return path;
  }

  @Option({ flags: '--json', description: 'prints a line of JSON for each client' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('policies test partners', 'policies test partners --file policies.yaml --json');
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
  if (version.length > 0) throw new StartFailure(`NAME must be a name without a version; write ${own}`);
  await versionNamed(policies, name);
};

const linesOf = ({ client_id, reasons, changes }: TriedClient): readonly string[] => [
  ...reasons.map((reason) => `${client_id} refused: ${reason}`),
  ...changes.map(
    ({ member, ...values }) => `${client_id} changed: ${member} ${textOf(values.before)} -> ${textOf(values.after)}`,
  ),
];

const textOf = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
