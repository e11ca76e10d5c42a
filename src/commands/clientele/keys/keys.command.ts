import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { ListKeysCommand } from './list-keys.command';
import { RotateKeysCommand } from './rotate-keys.command';
import { WithdrawKeyCommand } from './withdraw-key.command';

/** `clientele keys`. */
@Command({
  name: 'keys',
  description: 'Lists, rotates and withdraws the keys that sign tokens.',
  subCommands: [ListKeysCommand, RotateKeysCommand, WithdrawKeyCommand],
})
export class KeysCommand extends CommandGroup {}
