import { MAX_SECRET_LIFETIME } from '../../../core/lifetimes/lifetimes';
import { integer, oneOf, text } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Management of registrations')
export class ManagementEnvironment {
  @Variable('The scope by which an access token of a client may manage its own registration; empty: none may.', {
    is: text(),
    default: '',
  })
  readonly MANAGEMENT_SCOPE!: string;

  @Variable('on_update: each update returns a new registration access token, whose first use ends the older ones.', {
    is: oneOf(['never', 'on_update']),
    default: 'never',
  })
  readonly REGISTRATION_TOKEN_ROTATION!: 'never' | 'on_update';

  @Variable('The lifetime of a client secret, in seconds; 0 is unlimited. An expired one can still be rotated.', {
    is: integer(0, MAX_SECRET_LIFETIME),
    default: 0,
  })
  readonly CLIENT_SECRET_LIFETIME!: number;

  @Variable(
    'How long the old client secret stays valid after a rotation, in seconds, unless the caller requests less.',
    {
      is: integer(0, 2_592_000),
      default: 86_400,
    },
  )
  readonly CLIENT_SECRET_OVERLAP!: number;
}
