import { Help, SubCommand } from 'nest-commander';
import { DocumentListService } from '../../../client-documents/document-list.service';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';
import { OF_DOCUMENT, withDocuments } from './documents-database';

/** `clientele documents refresh`. */
@SubCommand({
  name: 'refresh',
  arguments: '<client_id>',
  argsDescription: OF_DOCUMENT,
  description:
    'Requests a client id metadata document now, and shows what is stored then. It says what is wrong with an invalid one.',
})
export class RefreshDocumentCommand extends JsonCommand {
  override run([client_id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withDocuments('refresh', async ({ app, context }) => {
      const summary = await app.get(DocumentListService).refresh(context, client_id);
      if (json) printJson(summary);
      else printValues(summary);
    });
  }

  @Help('after')
  examples(): string {
    return examples('documents refresh https://app.example/oauth/client.json');
  }
}
