import { Help, Option, SubCommand } from 'nest-commander';
import { CreateCredentialCommand } from '../create-credential.command';
import { type CredentialOptions, credentialOf } from '../credential-options';
import { examples, printJson, printValues, say } from '../output';
import { isObject, parseJson } from '../../../core/json/json';
import type { NewRegistrar } from '../../../governance/registrars/registrars.service';
import { WrongCall } from '../exit-codes';
import { readText } from '../read-file';
import { summaryOf } from '../../../governance/registrars/registrar-summary';
import { withRegistrars } from './registrars-database';

interface Options extends CredentialOptions {
  readonly jwksUri?: string;
  readonly jwks?: string;
  readonly json?: boolean;
}

/** `clientele registrars create`. */
@SubCommand({
  name: 'create',
  description:
    'Makes a registrar and prints its credentials. Its secret is shown this once: only a hash of it is stored.',
})
export class CreateRegistrarCommand extends CreateCredentialCommand {
  override async run(_words: string[], { json, jwksUri, jwks, ...options }: Options): Promise<void> {
    const wanted = {
      ...credentialOf(options),
      ...(jwksUri !== undefined && { jwks_uri: jwksUri }),
      ...(jwks !== undefined && { jwks: await keysIn(jwks) }),
    };
    await withRegistrars('create', async (registrars, context) => {
      const { client_secret, stored } = await registrars.create(context, wanted);
      const credentials = { client_id: stored.client_id, ...(client_secret !== undefined && { client_secret }) };
      if (json) return void printJson({ ...credentials, ...summaryOf(stored, 0, context.at) });
      printValues(credentials);
      say(
        client_secret === undefined
          ? 'The registrar is made. It authenticates by private_key_jwt.'
          : 'The registrar is made. Its secret is not shown again.',
      );
    });
  }

  @Option({ flags: '--expires <duration>', description: 'such as 90d, 12h, 30m, or never', defaultValue: 'never' })
  expires(text: string): string {
    return text;
  }

  @Option({ flags: '--jwks-uri <address>', description: 'where it publishes its keys, for private_key_jwt' })
  jwksUri(text: string): string {
    return text;
  }

  @Option({ flags: '--jwks <file>', description: 'its public keys as a key set, instead of --jwks-uri' })
  jwks(path: string): string {
    return path;
  }

  @Help('after')
  examples(): string {
    return examples(
      'registrars create --label "the gateway" --expires 90d',
      'registrars create --jwks-uri https://gateway.example.org/jwks.json --policy partners',
      'registrars create --jwks gateway-keys.json',
    );
  }
}

/** The key set in a file. Throws {@link WrongCall} for another file; the domain has the rules of keys. */
const keysIn = async (path: string): Promise<NonNullable<NewRegistrar['jwks']>> => {
  const keys = parseJson(await readText('--jwks', path));
  if (isKeySet(keys)) return keys;
  throw new WrongCall('--jwks must be a file with a key set in JSON; write {"keys": [...]} as RFC 7517 has it');
};

const isKeySet = (value: unknown): value is NonNullable<NewRegistrar['jwks']> => isObject(value) && 'keys' in value;
