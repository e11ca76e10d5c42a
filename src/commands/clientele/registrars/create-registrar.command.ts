import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { checkedLabel, lifetimeOf, quotaOf } from '../credential-options';
import { printJson, printTable, say } from '../output';
import { summaryOf } from './registrar-summary';
import { withRegistrars } from './registrars-database';

interface Options {
  readonly label: string;
  readonly expires: string;
  readonly policy?: string;
  readonly maxClients?: string;
  readonly jwksUri?: string;
  readonly json?: boolean;
}

/** `clientele registrars create`. */
@SubCommand({
  name: 'create',
  description:
    'Makes a registrar and prints its credentials. Its secret is shown this once: only a hash of it is stored.',
})
export class CreateRegistrarCommand extends CommandRunner {
  override async run(_words: string[], { json, label, expires, policy, maxClients, jwksUri }: Options): Promise<void> {
    const wanted = {
      label: checkedLabel(label),
      ...lifetimeOf(expires),
      ...(policy !== undefined && { policy }),
      ...quotaOf(maxClients),
      ...(jwksUri !== undefined && { jwks_uri: jwksUri }),
    };
    await withRegistrars('create', async (registrars, context) => {
      const { client_secret, stored } = await registrars.create(context, wanted);
      const credentials = { client_id: stored.client_id, ...(client_secret !== undefined && { client_secret }) };
      if (json) return void printJson({ ...credentials, ...summaryOf(stored, context.at) });
      printTable(Object.entries(credentials));
      say(
        client_secret === undefined
          ? 'The registrar is made. It authenticates by private_key_jwt.'
          : 'The registrar is made. Its secret is not shown again.',
      );
    });
  }

  @Option({ flags: '--label <text>', description: 'a note for the list', defaultValue: '' })
  label(text: string): string {
    return text;
  }

  @Option({ flags: '--expires <duration>', description: 'such as 90d, 12h, 30m, or never', defaultValue: 'never' })
  expires(text: string): string {
    return text;
  }

  @Option({ flags: '--policy <name>', description: 'a policy for its registrations, besides that of all of them' })
  policy(text: string): string {
    return text;
  }

  @Option({ flags: '--jwks-uri <address>', description: 'where it publishes its keys, for private_key_jwt' })
  jwksUri(text: string): string {
    return text;
  }

  @Option({ flags: '--max-clients <number>', description: 'how many of its clients may exist at once' })
  maxClients(text: string): string {
    return text;
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }
}
