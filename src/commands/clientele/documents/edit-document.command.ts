import { Help, Option, SubCommand } from 'nest-commander';
import { DocumentDecisionsService } from '../../../client-documents/document-decisions.service';
import { DocumentListService } from '../../../client-documents/document-list.service';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { OF_DOCUMENT, withDocuments } from './documents-database';

interface Options {
  readonly set?: boolean;
  readonly json?: boolean;
}

const ASSIGNMENT = /^is_consent_disabled=(true|false)$/;

/** `clientele documents edit`. */
@SubCommand({
  name: 'edit',
  arguments: '<client_id>',
  argsDescription: OF_DOCUMENT,
  description:
    'Decides whether users are asked about the client of a document that was read. Its host decides everything else.',
})
export class EditDocumentCommand extends JsonCommand {
  override run([client_id = '']: string[], { set, json }: Options): Promise<void> {
    if (set === undefined) throw new WrongCall('--set must be given; write --set is_consent_disabled=true');
    return withDocuments('edit', async ({ app, context }) => {
      await app.get(DocumentDecisionsService).decideConsent(context, client_id, set);
      if (json) printJson(await app.get(DocumentListService).one(client_id));
      else say(`Users are ${set ? 'not asked' : 'asked'} about ${client_id}.`);
    });
  }

  @Option({
    flags: '--set <member=value>',
    description: 'is_consent_disabled=true, or is_consent_disabled=false',
  })
  set(text: string): boolean {
    const [, value] = ASSIGNMENT.exec(text) ?? [];
    if (value === undefined) throw new WrongCall('--set must be is_consent_disabled=true or is_consent_disabled=false');
    return value === 'true';
  }

  @Help('after')
  examples(): string {
    return examples('documents edit https://app.example/oauth/client.json --set is_consent_disabled=true');
  }
}
