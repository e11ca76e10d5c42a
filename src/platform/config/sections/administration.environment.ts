import { randomSecret } from '../random-secret';
import { foreignIssuer } from '../kinds/addresses';
import { text, words } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Administration')
export class AdministrationEnvironment {
  @Variable('The client_id of the client that may obtain the scopes register:admin and register:admin:read.', {
    is: text(),
    default: 'administrator',
  })
  readonly ADMIN_CLIENT_ID!: string;

  @Variable(
    'The client_secret of ADMIN_CLIENT_ID. Without it, there is no administration API in production, and elsewhere each start makes a secret and shows it. See docs/ADMIN.md.',
    { is: text(), default: '', secret: true, inProduction: { value: randomSecret } },
  )
  readonly ADMIN_CLIENT_SECRET!: string;

  @Variable(
    'An access token of an administrator, for clientele audit tail --from-server. The server does not read it.',
    {
      is: text(),
      default: '',
      secret: true,
    },
  )
  readonly ADMIN_ACCESS_TOKEN!: string;

  @Variable(
    'The identifier of the identity provider whose access tokens people administer with, exactly as their iss. See docs/ADMIN.md.',
    { is: foreignIssuer(), default: '' },
  )
  readonly ADMIN_TOKEN_ISSUER!: string;

  @Variable('The audience that tokens of ADMIN_TOKEN_ISSUER must have.', { is: text(), default: '' })
  readonly ADMIN_TOKEN_AUDIENCE!: string;

  @Variable('The address of the keys of ADMIN_TOKEN_ISSUER; without it, they are found by its metadata.', {
    is: foreignIssuer(),
    default: '',
  })
  readonly ADMIN_TOKEN_JWKS_URI!: string;

  @Variable('The claim of these tokens that says what a person may do; a dot separates the names of nested objects.', {
    is: text(),
    default: 'roles',
  })
  readonly ADMIN_TOKEN_CLAIM!: string;

  @Variable('The values of ADMIN_TOKEN_CLAIM that permit everything.', { is: words(), default: [] })
  readonly ADMIN_TOKEN_VALUES!: string[];

  @Variable('The values of ADMIN_TOKEN_CLAIM that permit to read.', { is: words(), default: [] })
  readonly ADMIN_TOKEN_READ_VALUES!: string[];
}
