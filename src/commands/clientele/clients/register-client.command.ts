import { Help, Option, SubCommand } from 'nest-commander';
import { Caller } from '../../../platform/http/caller';
import { SubmissionsService } from '../../../registrations/submissions.service';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues, say } from '../output';
import { type Metadata, readMetadata, withMember } from './metadata-input';
import { withRegistrations } from './registrations-database';

interface Options {
  readonly name?: string;
  readonly redirectUri?: readonly string[];
  readonly grantType?: readonly string[];
  readonly scope?: string;
  readonly set?: Metadata;
  readonly json?: boolean;
}

/** What people need to set the client up; `--json` has all of the client information. */
const SHOWN = ['client_id', 'client_secret', 'client_secret_expires_at', 'registration_access_token'];

/** `clientele clients register`. */
@SubCommand({
  name: 'register',
  arguments: '[file]',
  argsDescription: { file: 'metadata in JSON, or - for standard input; options replace members of it' },
  description:
    'Registers a client by the rules and policies of POST /register, and prints its credentials. They are shown this once.',
})
export class RegisterClientCommand extends JsonCommand {
  override async run([file]: string[], { json, ...options }: Options): Promise<void> {
    const metadata = { ...(file !== undefined && (await readMetadata(file))), ...membersOf(options) };
    if (Object.keys(metadata).length === 0)
      throw new WrongCall('FILE or an option must give metadata; write --name, --redirect-uri or --set');
    await withRegistrations('register', async ({ app, context }) => {
      const information = await app
        .get(SubmissionsService)
        .submit(context, { json: metadata }, { caller: new Caller() });
      if (json) return void printJson(information);
      printValues(Object.fromEntries(Object.entries(information).filter(([name]) => SHOWN.includes(name))));
      say('The client is registered. Its credentials are not shown again.');
    });
  }

  @Option({ flags: '--name <text>', description: 'client_name' })
  name(text: string): string {
    return text;
  }

  @Option({ flags: '--redirect-uri <address>', description: 'one of redirect_uris; repeatable' })
  redirectUri(text: string, before: readonly string[] = []): readonly string[] {
    return [...before, text];
  }

  @Option({ flags: '--grant-type <grant>', description: 'one of grant_types; repeatable' })
  grantType(text: string, before: readonly string[] = []): readonly string[] {
    return [...before, text];
  }

  @Option({ flags: '--scope <scopes>', description: 'scope, separated by spaces' })
  scope(text: string): string {
    return text;
  }

  @Option({ flags: '--set <member=value>', description: 'any other member; the value is JSON or a text; repeatable' })
  set(text: string, before: Metadata = {}): Metadata {
    return withMember(text, before);
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients register client.json',
      'clients register --name Portal --redirect-uri https://portal.example.org/callback',
      'clients register --name Job --grant-type client_credentials --scope "read write" --json',
    );
  }
}

const membersOf = ({ name, redirectUri, grantType, scope, set }: Options): Metadata => ({
  ...(name !== undefined && { client_name: name }),
  ...(redirectUri && { redirect_uris: redirectUri }),
  ...(grantType && { grant_types: grantType }),
  ...(scope !== undefined && { scope }),
  ...set,
});
