import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { RotateKeysCommand } from './rotate-keys.command';

/** `clientele keys`. */
@Command({
  name: 'keys',
  description: 'Rotates the keys that sign tokens.',
  subCommands: [RotateKeysCommand],
})
export class KeysCommand extends CommandGroup {}
