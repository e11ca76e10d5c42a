import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { ListGrantsCommand } from './list-grants.command';
import { RevokeGrantCommand } from './revoke-grant.command';
import { ShowGrantCommand } from './show-grant.command';

/** `clientele grants`: the commands for what users authorized clients to do. */
@Command({
  name: 'grants',
  description: 'Lists, shows and revokes grants: what users authorized clients to do.',
  subCommands: [ListGrantsCommand, ShowGrantCommand, RevokeGrantCommand],
})
class GrantsCommand extends CommandGroup {}

/** The group and its commands, as providers. */
export const GRANT_COMMANDS = [GrantsCommand, ListGrantsCommand, ShowGrantCommand, RevokeGrantCommand];
