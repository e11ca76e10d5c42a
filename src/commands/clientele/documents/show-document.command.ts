import { Help, SubCommand } from 'nest-commander';
import { DocumentListService } from '../../../client-documents/document-list.service';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';
import { OF_DOCUMENT, withDocuments } from './documents-database';

/** `clientele documents show`. */
@SubCommand({
  name: 'show',
  arguments: '<client_id>',
  argsDescription: OF_DOCUMENT,
  description:
    'Shows what is stored of a client id metadata document: what is used of it, until when, and what was wrong last.',
})
export class ShowDocumentCommand extends JsonCommand {
  override run([client_id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withDocuments('show', async ({ app }) => {
      const summary = await app.get(DocumentListService).one(client_id);
      if (json) printJson(summary);
      else printValues(summary);
    });
  }

  @Help('after')
  examples(): string {
    return examples('documents show https://app.example/oauth/client.json --json');
  }
}
