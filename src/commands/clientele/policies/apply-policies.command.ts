import { Help, Option, SubCommand } from 'nest-commander';
import {
  AttachmentsService,
  contradictionSentence,
  type ContradictoryRegistrations,
} from '../../../governance/attachments/attachments.service';
import { PoliciesService } from '../../../governance/policies/policies.service';
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
      const policies = app.get(PoliciesService);
      const candidates = await policies.candidates(text, file);
      requireSound(await app.get(AttachmentsService).contradictory(new Date(), candidates), yes);
      const applied = await policies.apply(context, text, file);
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

/** Throws {@link WrongCall} if policies of registrations would contradict each other, unless that is confirmed. */
const requireSound = (contradictory: readonly ContradictoryRegistrations[], isConfirmed: boolean): void => {
  if (contradictory.length === 0) return;
  const sentences = contradictory.map(contradictionSentence).join('\n');
  if (isConfirmed) return void say(sentences);
  throw new WrongCall(
    `${sentences}\nnothing was applied; change the document or what the policies are attached to, or repeat the command with --yes`,
  );
};

const shown = ({ name, version, is_new }: Summary): Summary => ({
  policy: `${String(name)}@${String(version)}`,
  state: is_new ? 'new' : 'unchanged',
});
