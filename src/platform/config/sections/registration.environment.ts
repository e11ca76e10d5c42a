import { randomSecret } from '../random-secret';
import { integer, oneOf, text } from '../kinds/basic';
import { Section, Variable } from '../variable';
import { DEFAULT_REGISTRAR_ID, DEFAULT_REGISTRAR_SECRET } from '../weak-secrets';

@Section('Registration')
export class RegistrationEnvironment {
  @Variable(
    'protected: registration needs an initial access token, or an access token with the scope register; open: it does not.',
    {
      is: oneOf(['protected', 'open']),
      default: 'protected',
      inProduction: { decide: 'Whether anybody may register a client.' },
    },
  )
  readonly REGISTRATION_MODE!: 'protected' | 'open';

  @Variable('The client_id of the client that may obtain the scope register.', {
    is: text(),
    default: DEFAULT_REGISTRAR_ID,
  })
  readonly REGISTRAR_CLIENT_ID!: string;

  @Variable('The client_secret of REGISTRAR_CLIENT_ID; a change takes effect at the next start, on every node.', {
    is: text(),
    default: DEFAULT_REGISTRAR_SECRET,
    secret: true,
    inProduction: { value: randomSecret },
  })
  readonly REGISTRAR_CLIENT_SECRET!: string;

  @Variable(
    'How the address of the caller is kept with a client: hashed (HMAC-SHA-256 under the newest of SECRET_KEYS, so that equal addresses can be recognised but not read), plain, or none. See docs/GOVERNANCE.md.',
    { is: oneOf(['none', 'hashed', 'plain']), default: 'hashed' },
  )
  readonly CLIENT_ADDRESSES!: 'none' | 'hashed' | 'plain';

  @Variable('How long a registration sent again with the same Idempotency-Key gets the same response, in seconds.', {
    is: integer(1, 86_400),
    default: 600,
  })
  readonly IDEMPOTENCY_WINDOW!: number;
}
