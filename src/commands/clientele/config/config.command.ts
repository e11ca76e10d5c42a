import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { CheckConfigCommand } from './check-config.command';
import { ShowConfigCommand } from './show-config.command';

/** `clientele config`. */
@Command({
  name: 'config',
  description: 'Checks and shows the settings, without a database.',
  subCommands: [CheckConfigCommand, ShowConfigCommand],
})
export class ConfigCommand extends CommandGroup {}
