import { randomSecret } from '../random-secret';
import { text } from '../kinds/basic';
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
}
