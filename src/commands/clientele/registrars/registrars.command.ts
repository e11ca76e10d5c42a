import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { CreateRegistrarCommand } from './create-registrar.command';
import { ListRegistrarsCommand } from './list-registrars.command';
import { RevokeRegistrarCommand } from './revoke-registrar.command';
import { RotateRegistrarSecretCommand } from './rotate-registrar-secret.command';

/** `clientele registrars`: the commands for the registrars besides that of the environment. */
@Command({
  name: 'registrars',
  description:
    'Makes, lists and revokes registrars, and replaces their secrets: clients that obtain tokens of the scope register.',
  subCommands: [CreateRegistrarCommand, ListRegistrarsCommand, RevokeRegistrarCommand, RotateRegistrarSecretCommand],
})
export class RegistrarsCommand extends CommandGroup {}
