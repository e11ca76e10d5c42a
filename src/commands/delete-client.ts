import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientRepository } from '../clients/client.repository';
import { Client } from '../clients/client.entity';
import { command } from './command';
import { StartFailure } from '../platform/config/start-failure';

@Module({})
class DeleteClientModule {}

/** `npm run clients:delete`: for an operator, where the client's own registration access token is lost. */
command({
  name: 'delete-client',
  arguments: 'CLIENT_ID ',
  about:
    'Deletes a registered client: its tokens are invalid, and software that may be registered once at a time can be registered again.',
  words: 1,
  modules: [
    { module: DeleteClientModule, imports: [TypeOrmModule.forFeature([Client])], providers: [ClientRepository] },
  ],
  run: async (app, { words: [client_id = ''] }) => {
    const clients = app.get(ClientRepository, { strict: false });
    for (;;) {
      const client = await clients.find(client_id);
      if (!client) throw new StartFailure(`CLIENT_ID: there is no client ${client_id} in this database`);
      if (client.origin === 'environment')
        throw new StartFailure('CLIENT_ID: this is the registrar; set REGISTRAR_CLIENT_ID to replace it');
      if (await clients.remove(client)) break; // else it was changed meanwhile
    }
    process.stdout.write(`${client_id} is deleted\n`);
  },
});
