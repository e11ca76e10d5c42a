import { Help, SubCommand } from 'nest-commander';
import { DocumentDecisionsService } from '../../../client-documents/document-decisions.service';
import { examples, printJson, say } from '../output';
import { DocumentOrHostCommand, requireOne } from './document-or-host.command';
import { OF_DOCUMENT, withDocuments } from './documents-database';

interface Options {
  readonly host?: string;
  readonly json?: boolean;
}

/** `clientele documents enable`. */
@SubCommand({
  name: 'enable',
  arguments: '[client_id]',
  argsDescription: OF_DOCUMENT,
  description:
    'Enables a client id metadata document that is disabled or waits for approval, or with --host those of a host.',
})
export class EnableDocumentCommand extends DocumentOrHostCommand {
  override run([client_id]: string[], { host, json }: Options): Promise<void> {
    requireOne(client_id, host);
    return withDocuments('enable', async ({ app, context }) => {
      const decisions = app.get(DocumentDecisionsService);
      if (host !== undefined) await decisions.enableHost(context, host);
      else await decisions.enable(context, client_id ?? '');
      if (json) printJson({ ...(host === undefined ? { client_id } : { host }), status: 'active' });
      else say(host === undefined ? `The document ${client_id} is enabled.` : `The documents of ${host} are enabled.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('documents enable --host app.example');
  }
}
