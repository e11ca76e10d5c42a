import { Help, Option, SubCommand } from 'nest-commander';
import { CreateCredentialCommand } from '../create-credential.command';
import { examples, print, printJson, say } from '../output';
import { newTokenOf, type NewTokenOptions } from './new-token-options';
import { summaryOf } from '../../../governance/initial-access-tokens/token-summary';
import { withTokens } from './tokens-database';

interface Options extends NewTokenOptions {
  readonly json?: boolean;
}

/** `clientele tokens create`. */
@SubCommand({
  name: 'create',
  description: 'Makes an initial access token and prints it. It is shown this once: only a hash of it is stored.',
})
export class CreateTokenCommand extends CreateCredentialCommand {
  override async run(_words: string[], { json, ...options }: Options): Promise<void> {
    const wanted = newTokenOf(options);
    await withTokens('create', async (tokens, context) => {
      const { token, stored } = await tokens.create(context, wanted);
      if (json) return void printJson({ token, ...summaryOf(stored, 0, context.at) });
      print(token);
      say(`The initial access token ${stored.id} is made. It is not shown again.`);
    });
  }

  @Option({
    flags: '--uses <number>',
    description: 'how many clients it may register, or unlimited',
    defaultValue: '1',
  })
  uses(text: string): string {
    return text;
  }

  @Option({ flags: '--expires <duration>', description: 'such as 7d, 12h, 30m, or never', defaultValue: '7d' })
  expires(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'tokens create --label "the portal of a partner"',
      'tokens create --uses 100 --expires 30d --policy partners --json',
    );
  }
}
