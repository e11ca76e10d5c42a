import { Help, SubCommand } from 'nest-commander';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { Precondition } from '../../../platform/http/precondition';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, say } from '../output';
import { OF_CLIENT, withClients } from './clients-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele clients delete`: for an operator, when the registration access token of a client is lost. */
@SubCommand({
  name: 'delete',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description:
    'Deletes a registered client: its tokens are invalid, and software that may be registered once at a time can be registered again.',
})
export class DeleteClientCommand extends DestroyingCommand {
  override run([client_id = '']: string[], { yes, json }: Options): Promise<void> {
    return withClients('delete', async ({ app, context }) => {
      const clients = app.get(AdministeredClientsService);
      await clients.findRegistered(client_id);
      await confirm(yes, `deletes the client ${client_id}`);
      await clients.remove(context, client_id, new Precondition());
      if (json) printJson({ client_id, deleted: true });
      else say(`The client ${client_id} is deleted.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('clients delete 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
