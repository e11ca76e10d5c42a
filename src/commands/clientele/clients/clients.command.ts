import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { ApproveClientCommand } from './approve-client.command';
import { ClientHistoryCommand } from './client-history.command';
import { DeleteClientCommand } from './delete-client.command';
import { DisableClientCommand } from './disable-client.command';
import { EnableClientCommand } from './enable-client.command';
import { ExportClientsCommand } from './export-clients.command';
import { ImportClientsCommand } from './import-clients.command';
import { ListClientsCommand } from './list-clients.command';
import { RejectClientCommand } from './reject-client.command';
import { RotateRegistrationTokenCommand } from './rotate-registration-token.command';
import { RotateSecretCommand } from './rotate-secret.command';
import { EditClientCommand } from './edit-client.command';
import { RegisterClientCommand } from './register-client.command';
import { ShowClientCommand } from './show-client.command';

/** `clientele clients`: the commands for registered clients. */
@Command({
  name: 'clients',
  description:
    'Lists and shows clients, approves or rejects those that wait, disables, enables and deletes others, shows their history, rotates their secrets, and exports and imports clients.',
  subCommands: [
    ListClientsCommand,
    ShowClientCommand,
    RegisterClientCommand,
    EditClientCommand,
    ApproveClientCommand,
    RejectClientCommand,
    DisableClientCommand,
    EnableClientCommand,
    DeleteClientCommand,
    RotateSecretCommand,
    RotateRegistrationTokenCommand,
    ClientHistoryCommand,
    ExportClientsCommand,
    ImportClientsCommand,
  ],
})
export class ClientsCommand extends CommandGroup {}
