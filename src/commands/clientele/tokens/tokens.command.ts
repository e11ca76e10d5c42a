import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { CreateTokenCommand } from './create-token.command';
import { ListTokensCommand } from './list-tokens.command';
import { RevokeTokenCommand } from './revoke-token.command';

/** `clientele tokens`: the commands for initial access tokens. */
@Command({
  name: 'tokens',
  description: 'Makes, lists and revokes initial access tokens, which permit others to register clients.',
  subCommands: [CreateTokenCommand, ListTokensCommand, RevokeTokenCommand],
})
export class TokensCommand extends CommandGroup {}
