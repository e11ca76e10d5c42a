import { Help, Option, SubCommand } from 'nest-commander';
import { ApplicationService } from '../../../governance/attachments/application.service';
import { RefusedApplication } from '../../../governance/attachments/refused-application';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printList, say, type Summary } from '../output';
import { readText } from '../read-file';
import { withPolicies } from './policies-database';

interface ApplyOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
}

const COLUMNS = ['policy', 'state'];

/** `clientele policies apply`. */
@SubCommand({
  name: 'apply',
  arguments: '<file>',
  argsDescription: { file: 'a document of policies, YAML or JSON' },
  description:
    'Adds a version of each policy of a document that differs from its newest version: of all of them, or of none if the document has a fault.',
})
export class ApplyPoliciesCommand extends JsonCommand {
  override run([file = '']: string[], { json, yes = false }: ApplyOptions): Promise<void> {
    return withPolicies('apply', async ({ app, context }) => {
      const text = await readText('FILE', file);
      const application = app.get(ApplicationService).apply(context, text, file, yes);
      const { applied, warnings } = await application.catch(refuse);
      if (warnings.length > 0) say(warnings.join('\n'));
      const summaries = applied.map(({ name, version, isNew }) => ({ name, version, is_new: isNew }));
      await printList(summaries, { json, columns: COLUMNS, none: 'The document has no policies.', shown });
    });
  }

  @Option({ flags: '--yes', description: 'applies a document that makes registrations impossible' })
  yes(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('policies apply docs/policies/partner-portal.yaml', 'policies apply policies.yaml --json');
  }
}

/** Throws {@link WrongCall}, which names the option, for a document that makes registrations impossible, and any other error. */
const refuse = (error: unknown): never => {
  if (!(error instanceof RefusedApplication)) throw error;
  throw new WrongCall(
    `${error.sentences.join('\n')}\nnothing was applied; change the document or what the policies are attached to, or repeat the command with --yes`,
    { cause: error },
  );
};

const shown = ({ name, version, is_new }: Summary): Summary => ({
  policy: `${String(name)}@${String(version)}`,
  state: is_new ? 'new' : 'unchanged',
});
