import { Command, CommandRunner } from 'nest-commander';
import { CreateTokenCommand } from './create-token.command';
import { ListTokensCommand } from './list-tokens.command';
import { RevokeTokenCommand } from './revoke-token.command';

/** `clientele tokens`: the commands for initial access tokens. */
@Command({
  name: 'tokens',
  description: 'Makes, lists and revokes initial access tokens, which permit others to register clients.',
  subCommands: [CreateTokenCommand, ListTokensCommand, RevokeTokenCommand],
})
export class TokensCommand extends CommandRunner {
  /** Without one of the commands below it, it prints the usage and exits 1. */
  override run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = 1;
    return Promise.resolve();
  }
}
