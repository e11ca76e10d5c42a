import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { DisableUserCommand } from './disable-user.command';
import { EnableUserCommand } from './enable-user.command';
import { EraseUserCommand } from './erase-user.command';
import { ExportUserCommand } from './export-user.command';
import { ListUsersCommand } from './list-users.command';
import { ShowUserCommand } from './show-user.command';

const COMMANDS = [
  ListUsersCommand,
  ShowUserCommand,
  DisableUserCommand,
  EnableUserCommand,
  EraseUserCommand,
  ExportUserCommand,
];

/** `clientele users`: the commands for the people who sign in. */
@Command({
  name: 'users',
  description: 'Lists and shows the people who sign in, disables, enables and erases them, and exports their data.',
  subCommands: COMMANDS,
})
class UsersCommand extends CommandGroup {}

/** The group and its commands, as providers. */
export const USER_COMMANDS = [UsersCommand, ...COMMANDS];
