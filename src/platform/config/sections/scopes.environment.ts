import * as vocabulary from '../../../core/metadata/vocabulary';
import { oneOf, words } from '../kinds/basic';
import { grantTypes } from '../kinds/client-choices';
import { Section, Variable } from '../variable';

@Section('Scopes and grants')
export class ScopesEnvironment {
  @Variable('The scopes that clients may register; * stands for any characters, as in storage.read:*.', {
    is: words(),
    default: ['openid', 'profile', 'email', 'offline_access'],
    inProduction: { decide: 'Which scopes your APIs have.' },
  })
  readonly SCOPES!: string[];

  @Variable('The scopes of a client that requests none.', { is: words(), default: [] })
  readonly DEFAULT_SCOPES!: string[];

  @Variable(
    'narrow: scopes that are not offered are dropped from a registration; default: and DEFAULT_SCOPES given where none is left; reject: they are refused.',
    {
      is: oneOf(['narrow', 'reject', 'default']),
      default: 'narrow',
    },
  )
  readonly SCOPE_POLICY!: 'narrow' | 'reject' | 'default';

  @Variable(
    'The grants that clients may register: registered names, or absolute URIs such as those of an external server.',
    {
      is: grantTypes(vocabulary.NAMED_GRANTS),
      default: ['client_credentials', 'authorization_code', 'refresh_token'],
    },
  )
  readonly GRANT_TYPES!: vocabulary.GrantType[];

  @Variable('narrow: grants and response types that a client cannot have are dropped; reject: they are refused.', {
    is: oneOf(['narrow', 'reject']),
    default: 'narrow',
  })
  readonly GRANT_POLICY!: 'narrow' | 'reject';

  @Variable('The types of authorization_details that clients may register.', { is: words(), default: [] })
  readonly AUTHORIZATION_DETAILS_TYPES!: string[];
}
