import { Command, CommandRunner } from 'nest-commander';
import { CreateRegistrarCommand } from './create-registrar.command';
import { ListRegistrarsCommand } from './list-registrars.command';
import { RevokeRegistrarCommand } from './revoke-registrar.command';

/** `clientele registrars`: the commands for the registrars besides that of the environment. */
@Command({
  name: 'registrars',
  description: 'Makes, lists and revokes registrars: clients that obtain tokens of the scope register.',
  subCommands: [CreateRegistrarCommand, ListRegistrarsCommand, RevokeRegistrarCommand],
})
export class RegistrarsCommand extends CommandRunner {
  /** Without one of the commands below it, it prints the usage and exits 1. */
  override run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = 1;
    return Promise.resolve();
  }
}
