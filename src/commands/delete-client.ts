import 'reflect-metadata';
import { ClientRepository } from '../clients/client.repository';
import { ClientsService } from '../clients/clients.service';
import { StaleClient } from '../clients/stale-client';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest } from '../core/request-context';
import { StartFailure } from '../platform/config/start-failure';
import { ClientChangesModule } from './client-changes.module';
import { command } from './command';

/** `npm run clients:delete`: for an operator, when the registration access token of a client is lost. */
command({
  name: 'delete-client',
  arguments: 'CLIENT_ID ',
  about:
    'Deletes a registered client: its tokens are invalid, and software that may be registered once at a time can be registered again.',
  words: 1,
  modules: [ClientChangesModule],
  run: async (app, { words: [client_id = ''] }) => {
    const context = contextWithoutRequest(app.get(Issuer), { type: 'command', command: 'delete-client' });
    for (;;) {
      const client = await app.get(ClientRepository).find(client_id);
      if (!client) throw new StartFailure(`CLIENT_ID: there is no client ${client_id} in this database`);
      if (client.origin === 'environment')
        throw new StartFailure('CLIENT_ID: this is the registrar; set REGISTRAR_CLIENT_ID to replace it');
      if (client.origin === 'registrar')
        throw new StartFailure(`CLIENT_ID: this is a registrar; use clientele registrars revoke ${client_id}`);
      try {
        await app.get(ClientsService).remove(context, client);
        break;
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
    }
    process.stdout.write(`${client_id} is deleted\n`);
  },
});
