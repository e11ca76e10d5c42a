import { Help, Option, SubCommand } from 'nest-commander';
import { DocumentDecisionsService } from '../../../client-documents/document-decisions.service';
import { examples, printJson, say } from '../output';
import { DocumentOrHostCommand, requireOne } from './document-or-host.command';
import { OF_DOCUMENT, withDocuments } from './documents-database';

interface Options {
  readonly host?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** `clientele documents disable`. */
@SubCommand({
  name: 'disable',
  arguments: '[client_id]',
  argsDescription: OF_DOCUMENT,
  description:
    'Disables a client id metadata document, read or not, or with --host all of a host. Their clients obtain no tokens, and their tokens are refused.',
})
export class DisableDocumentCommand extends DocumentOrHostCommand {
  override run([client_id]: string[], { host, reason, json }: Options): Promise<void> {
    requireOne(client_id, host);
    return withDocuments('disable', async ({ app, context }) => {
      const decisions = app.get(DocumentDecisionsService);
      if (host !== undefined) await decisions.disableHost(context, host, reason);
      else await decisions.disable(context, client_id ?? '', reason);
      if (json) printJson({ ...(host === undefined ? { client_id } : { host }), status: 'disabled' });
      else
        say(host === undefined ? `The document ${client_id} is disabled.` : `The documents of ${host} are disabled.`);
    });
  }

  @Option({ flags: '--reason <text>', description: 'why, for the list' })
  reason(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'documents disable https://app.example/oauth/client.json --reason "It was reported."',
      'documents disable --host app.example',
    );
  }
}
